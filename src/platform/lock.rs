//! One tab at a time: by the browser's locks, or by a note where there are none
//! ([Web Locks](https://www.w3.org/TR/web-locks/#api-lock-manager-request)).

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
    time::Duration,
};

use cognito_client::{
    ids::ClientId,
    session_keeper::{LEASE, Lease, LeaseGuard, Lock, NotLocked, Timer},
    token_store::key_value::KeyValueStore,
};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{set_timeout_with_handle, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::{random_bytes, sleep};

/// How long to wait for the others: longer than anyone needs.
const LONGEST_WAIT: Duration = LEASE;
/// So many spent tokens are marked: a tab that was brought back may have an old one.
const REMEMBERED: usize = 8;

/// The lock of one app client's session.
pub struct TabLock {
    client_id: ClientId,
    /// What all tabs share; `None` if none has anything to do with another.
    values: Option<Rc<dyn KeyValueStore>>,
    owner: OnceCell<String>,
    /// Marks the refresh tokens that this page has seen replaced, the newest last.
    spent: RefCell<Vec<WebLock>>,
}

/// Who has it goes first.
pub enum Turn {
    WebLock(WebLock),
    Lease(Option<LeaseGuard>),
    /// There is nobody else.
    Alone,
}

impl TabLock {
    pub fn new(client_id: ClientId, values: Option<Rc<dyn KeyValueStore>>) -> Self {
        Self { client_id, values, owner: OnceCell::new(), spent: RefCell::default() }
    }

    /// Under this name the browser locks what is said of this client's session.
    fn name(&self, what: &str) -> String {
        format!("leptos-cognito.{}.{what}", self.client_id.as_str())
    }

    /// For a page that is being left: the others need not wait. A lock of the browser's goes with the page.
    pub fn give_up(&self) {
        if let Some(values) = &self.values {
            self.lease(values).give_up();
        }
    }

    fn lease(&self, values: &Rc<dyn KeyValueStore>) -> Lease<Pause> {
        Lease::new(Rc::clone(values), Pause, &self.client_id, self.owner())
    }

    fn owner(&self) -> &str {
        self.owner.get_or_init(|| {
            // Without random bytes nobody signs in either.
            let bytes: [u8; 16] = random_bytes().unwrap_or_default();
            u128::from_be_bytes(bytes).to_string()
        })
    }
}

impl Lock for TabLock {
    type Guard = Turn;

    async fn acquire(&self) -> Result<Turn, NotLocked> {
        let Some(values) = &self.values else { return Ok(Turn::Alone) };
        match locks() {
            Some(locks) => WebLock::wait_for(&locks, &self.name("session"), "exclusive").await.map(Turn::WebLock),
            None => self.lease(values).acquire().await.map(Turn::Lease),
        }
    }

    async fn note_spent(&self, mark: &str) {
        let Some(values) = &self.values else { return };
        if let Some(locks) = locks() {
            let noted = WebLock::wait_for(&locks, &self.name(&format!("spent.{mark}")), "shared").await;
            let mut spent = self.spent.borrow_mut();
            spent.extend(noted);
            if spent.len() > REMEMBERED {
                spent.remove(0);
            }
        } else {
            self.lease(values).note_spent(mark).await;
        }
    }

    async fn is_spent(&self, mark: &str) -> bool {
        let Some(values) = &self.values else { return false };
        match locks() {
            Some(locks) => WebLock::is_held(&locks, &self.name(&format!("spent.{mark}"))).await,
            None => self.lease(values).is_spent(mark).await,
        }
    }

    async fn settle(&self) {
        if let Some(values) = &self.values {
            self.lease(values).settle().await;
        }
    }
}

/// A lock of the browser's; dropped, it goes to who waits longest.
pub struct WebLock(Function);

impl WebLock {
    async fn wait_for(locks: &Object, name: &str, mode: &str) -> Result<Self, NotLocked> {
        let ((granted, on_granted), (held, release)) = (promise(), promise());
        // From here on: whoever stops waiting does not hold it either.
        let lock = Self(release);
        let on_grant = Closure::once_into_js(move |_: JsValue| {
            on_granted.call0(&JsValue::NULL).ok();
            held
        });
        let controller = AbortController::new().map_err(|_| NotLocked)?;
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &controller.signal()).map_err(|_| NotLocked)?;
        Reflect::set(&options, &"mode".into(), &mode.into()).map_err(|_| NotLocked)?;
        let request: Function = Reflect::get(locks, &"request".into()).map_err(|_| NotLocked)?.unchecked_into();
        let requested = request.call3(locks, &name.into(), &options, &on_grant).map_err(|_| NotLocked)?;
        let limit = controller.clone();
        let timer = set_timeout_with_handle(move || limit.abort(), LONGEST_WAIT);
        let first = JsFuture::from(Promise::race(&Array::of2(&granted, &requested))).await;
        if let Ok(timer) = timer {
            timer.clear();
        }
        // A page that may not have locks shares its storage with nobody.
        if first.is_err() && controller.signal().aborted() { Err(NotLocked) } else { Ok(lock) }
    }

    /// Whether any page holds a lock of that name.
    async fn is_held(locks: &Object, name: &str) -> bool {
        let snapshot = async {
            let query: Function = Reflect::get(locks, &"query".into())?.unchecked_into();
            let snapshot = JsFuture::from(query.call0(locks)?.unchecked_into::<Promise>()).await?;
            Reflect::get(&snapshot, &"held".into())
        };
        let has_name = |lock: JsValue| Reflect::get(&lock, &"name".into()).is_ok_and(|held| held == name);
        snapshot.await.is_ok_and(|held| Array::from(&held).iter().any(has_name))
    }
}

impl Drop for WebLock {
    fn drop(&mut self) {
        self.0.call0(&JsValue::NULL).ok();
    }
}

/// The window's timer.
struct Pause;

impl Timer for Pause {
    async fn sleep(&self, duration: Duration) {
        sleep(duration).await;
    }
}

/// What [`TabLock`] uses; only pages that came over TLS, or from this machine, have it.
fn locks() -> Option<Object> {
    Reflect::get(&window().navigator(), &"locks".into()).ok()?.dyn_into().ok()
}

/// A promise, and what fulfils it.
fn promise() -> (Promise, Function) {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _| fulfil = Some(resolve));
    (promise, fulfil.unwrap_or_default())
}
