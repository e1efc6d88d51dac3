//! What tabs tell each other beside what they store.

use std::{cell::RefCell, rc::Rc};

use cognito_client::token_store::tab::Wire;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Reaches the other tabs of this origin, and not this one. Nothing is heard where a browser does not have it.
pub struct TabChannel {
    channel: Option<BroadcastChannel>,
    listener: Option<Closure<dyn Fn(MessageEvent)>>,
}

impl TabChannel {
    pub fn open(name: &str, hear: impl Fn(String) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let listener = channel.as_ref().map(|channel| {
            let listener: Closure<dyn Fn(MessageEvent)> =
                Closure::new(move |event: MessageEvent| hear(event.data().as_string().unwrap_or_default()));
            channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            listener
        });
        Self { channel, listener }
    }

    /// One that nobody hears and that hears nobody.
    pub const fn closed() -> Self {
        Self { channel: None, listener: None }
    }

    /// From now on nobody hears this one, and it hears nobody.
    pub fn close(&self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }

    pub fn tell(&self, message: &str) {
        if let Some(channel) = &self.channel {
            channel.post_message(&JsValue::from_str(message)).ok();
        }
    }
}

impl Drop for TabChannel {
    fn drop(&mut self) {
        self.close();
        self.listener = None;
    }
}

type Hear = Rc<dyn Fn(String, String)>;

/// Reaches the tabs that are copies of this one, or that this one is a copy of: by a channel of each name.
pub struct TabLines {
    hear: Hear,
    open: RefCell<Vec<(String, TabChannel)>>,
}

impl TabLines {
    /// `hear` is told a name, and what came under it.
    pub fn new(hear: impl Fn(String, String) + 'static) -> Self {
        Self { hear: Rc::new(hear), open: RefCell::default() }
    }
}

impl Wire for TabLines {
    fn listen(&self, names: &[String]) {
        let mut open = self.open.borrow_mut();
        open.retain(|(name, _)| names.contains(name));
        for name in names {
            if open.iter().all(|(other, _)| other != name) {
                let (hear, heard) = (Rc::clone(&self.hear), name.clone());
                let channel =
                    TabChannel::open(&format!("leptos-cognito.{name}"), move |text| hear(heard.clone(), text));
                open.push((name.clone(), channel));
            }
        }
    }

    fn tell(&self, name: &str, text: &str) {
        for (_, channel) in self.open.borrow().iter().filter(|(other, _)| other == name) {
            channel.tell(text);
        }
    }
}
