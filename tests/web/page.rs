//! A view in a page, used as a person uses it: things are found by their label, their name or their role.

use std::cell::RefCell;

use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyView,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlLabelElement, InputEvent, InputEventInit,
    KeyboardEvent, KeyboardEventInit,
};

const ROOT_ID: &str = "page-under-test";
/// Keeps what the console is warned of, beside what the runner does with it.
const KEEP_WARNINGS: &str = "if (!window.warnings) {
    const warn = console.warn;
    console.warn = (...said) => { window.warnings.push(said.join(' ')); warn.apply(console, said); };
}
window.warnings = [];";

/// How many animation frames a person waits for what has to come: on a busy machine too, since only what fails takes so long.
const PATIENCE: u32 = 900;

thread_local! {
    /// What the page that is open owns: its effects, listeners and timers. Of a first router the library keeps hold, so that
    /// dropping what is mounted is not their end.
    static OWNER: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

pub struct Page {
    root: HtmlElement,
    _mounted: UnmountHandle<<AnyView as Render>::State>,
}

impl Page {
    /// Puts the view into the document, for as long as the page lives.
    pub async fn open<V: IntoView>(view: impl FnOnce() -> V + 'static) -> Self
    where
        View<V>: IntoAny,
    {
        // A test that failed left its page behind.
        clean_up();
        if let Some(left_behind) = document().get_element_by_id(ROOT_ID) {
            left_behind.remove();
        }
        js_sys::eval(KEEP_WARNINGS).expect("a script may do that");
        let root: HtmlElement = document().create_element("div").expect("a document makes elements").unchecked_into();
        root.set_id(ROOT_ID);
        document().body().expect("the document has a body").append_child(&root).expect("a body takes children");
        let mounted = mount_to(root.clone(), move || {
            OWNER.set(Owner::current());
            view().into_view().into_any()
        });
        let page = Self { root, _mounted: mounted };
        settled().await;
        page
    }

    /// What can be read, without what is hidden.
    pub fn text(&self) -> String {
        self.root.inner_text()
    }

    pub fn reads(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Waits until the text can be read.
    pub async fn see(&self, text: &str) {
        assert!(comes(|| self.reads(text)).await, "{text:?} does not appear; the page reads {:?}", self.text());
    }

    /// Waits until this is the one heading.
    pub async fn see_heading(&self, heading: &str) {
        assert!(comes(|| self.by_role("heading") == [heading]).await, "no heading {heading:?}: {:?}", self.text());
    }

    /// Waits until the text cannot be read any more.
    pub async fn see_gone(&self, text: &str) {
        assert!(comes(|| !self.reads(text)).await, "{text:?} stays; the page reads {:?}", self.text());
    }

    /// Waits until the button of that name has the focus.
    pub async fn see_focus_on(&self, name: &str) {
        let has_focus = || document().active_element().is_some_and(|active| spoken_name(&active) == name);
        assert!(comes(has_focus).await, "{name:?} does not get the focus in {:?}", self.text());
    }

    /// The field with this label.
    pub fn field(&self, label: &'static str) -> Field {
        let of_label = |element: &Element| {
            let element = element.unchecked_ref::<HtmlLabelElement>();
            if element.inner_text().trim() == label { element.control() } else { None }
        };
        let control = self.all("label").iter().find_map(of_label);
        let control = control.unwrap_or_else(|| panic!("no label {label:?} belongs to a field in {:?}", self.text()));
        Field { label, input: control.unchecked_into() }
    }

    pub fn has_field(&self, label: &str) -> bool {
        self.all("label").iter().any(|element| element.unchecked_ref::<HtmlElement>().inner_text().trim() == label)
    }

    /// The button that is spoken as `name`.
    pub fn button(&self, name: &str) -> HtmlButtonElement {
        let button = self.all("button").into_iter().find(|button| spoken_name(button) == name);
        button.unwrap_or_else(|| panic!("no button {name:?} in {:?}", self.text())).unchecked_into()
    }

    /// The one element that this selector finds: for what has neither a label nor a role of its own.
    pub fn find(&self, selector: &str) -> Element {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} finds one element in {:?}", self.text());
        found.swap_remove(0)
    }

    /// Whether that can be chosen from a list.
    pub fn has_option(&self, name: &str) -> bool {
        self.texts("option").iter().any(|option| option == name)
    }

    pub fn has_button(&self, name: &str) -> bool {
        self.all("button").iter().any(|button| spoken_name(button) == name)
    }

    pub async fn press(&self, name: &str) {
        press_at_once(&self.button(name));
        settled().await;
    }

    /// What an app of the device is given when that button is pressed; there is none here.
    pub async fn opened_app(&self, name: &str) -> Option<String> {
        let opened = "const before = open; window.open = uri => { window.opened = uri; window.open = before }";
        js_sys::eval(opened).expect("a script may do that");
        self.press(name).await;
        js_sys::Reflect::get(&window(), &"opened".into()).expect("a window has members").as_string()
    }

    /// What everything of this role reads, in order.
    pub fn by_role(&self, role: &str) -> Vec<String> {
        let implied = match role {
            "heading" => ", h1, h2",
            "listitem" => ", li",
            _ => "",
        };
        self.texts(&format!("[role={role}]{implied}"))
    }

    /// What the entries of the list of that name read, in order.
    pub fn items(&self, list: &str) -> Vec<String> {
        self.texts(&format!("ul[aria-label=\"{list}\"] > li"))
    }

    /// Terms and what each of them is said to be, in order.
    pub fn terms(&self) -> Vec<(String, String)> {
        self.texts("dt").into_iter().zip(self.texts("dd")).collect()
    }

    /// Waits until the console is warned of that alone, which is as it should be.
    pub async fn see_warning(&self, text: &str) {
        let warnings = || js_sys::eval("window.warnings.join('\\n')").ok().and_then(|said| said.as_string());
        let is_said = || warnings().is_some_and(|said| said.contains(text));
        assert!(comes(is_said).await, "the console is not warned of {text:?}: {:?}", warnings());
        let said = self.take_warnings();
        assert_eq!(said.lines().count(), 1, "one warning: {said:?}");
    }

    /// What the console was warned of up to now, which is as it should be.
    pub fn take_warnings(&self) -> String {
        let taken = js_sys::eval("window.warnings.splice(0).join('\\n')").expect("they were kept");
        taken.as_string().unwrap_or_default()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let elements = self.all(selector);
        elements.iter().map(|element| element.unchecked_ref::<HtmlElement>().inner_text().trim().to_owned()).collect()
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).expect("the selector is well formed");
        (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        clean_up();
        self.root.remove();
        let warnings = js_sys::eval("window.warnings.join('\\n')").expect("they were kept").as_string();
        assert_eq!(warnings.as_deref(), Some(""), "the console is warned of nothing");
    }
}

fn clean_up() {
    if let Some(owner) = OWNER.take() {
        owner.cleanup();
    }
}

/// An input with its label.
pub struct Field {
    label: &'static str,
    input: HtmlInputElement,
}

impl Field {
    pub async fn type_text(&self, text: &str) {
        self.enter().await;
        self.input.set_value(text);
        let init = InputEventInit::new();
        init.set_bubbles(true);
        let event = InputEvent::new_with_event_init_dict("input", &init).expect("input is an event");
        self.input.dispatch_event(&event).expect("the event is new");
        settled().await;
    }

    pub async fn enter(&self) {
        self.input.focus().expect("an input takes the focus");
        settled().await;
        assert!(self.has_focus(), "{} does not take the focus", self.label);
    }

    pub async fn leave(&self) {
        assert!(self.has_focus(), "{} cannot be left: it does not have the focus", self.label);
        self.input.blur().expect("an input gives up the focus");
        settled().await;
    }

    /// A key, with or without Caps Lock on.
    pub async fn press_key(&self, key: &str, is_caps_lock_on: bool) {
        let init = KeyboardEventInit::new();
        init.set_bubbles(true);
        init.set_key(key);
        js_sys::Reflect::set(&init, &"modifierCapsLock".into(), &is_caps_lock_on.into()).expect("init is an object");
        for kind in ["keydown", "keyup"] {
            let event = KeyboardEvent::new_with_keyboard_event_init_dict(kind, &init).expect("both are events");
            self.input.dispatch_event(&event).expect("the event is new");
        }
        settled().await;
    }

    /// An event of that name and of no kind, as what fills in passwords sends it.
    pub async fn hear(&self, name: &str) {
        self.input.dispatch_event(&web_sys::Event::new(name).expect("a name")).expect("the event is new");
        settled().await;
    }

    pub fn value(&self) -> String {
        self.input.value()
    }

    /// The input's type.
    pub fn kind(&self) -> String {
        self.input.type_()
    }

    pub fn has_focus(&self) -> bool {
        document().active_element().is_some_and(|active| active == **self.input.unchecked_ref::<HtmlElement>())
    }

    pub fn is_invalid(&self) -> bool {
        self.input.get_attribute("aria-invalid").as_deref() == Some("true")
    }

    /// What is spoken after the label: the texts that `aria-describedby` points at.
    pub fn description(&self) -> String {
        let ids = self.input.get_attribute("aria-describedby").unwrap_or_default();
        let text_of = |id: &str| {
            let element = document().get_element_by_id(id);
            let element = element.unwrap_or_else(|| panic!("{} is described by {id}, which is not there", self.label));
            element.unchecked_into::<HtmlElement>().inner_text().trim().to_owned()
        };
        let texts: Vec<_> = ids.split_whitespace().map(text_of).filter(|text| !text.is_empty()).collect();
        texts.join(" ")
    }
}

/// Presses without waiting for what comes of it.
pub fn press_at_once(button: &HtmlButtonElement) {
    // As a mouse does in Chromium: the field before is left.
    button.focus().expect("a button takes the focus");
    button.click();
}

pub fn is_busy(button: &HtmlButtonElement) -> bool {
    button.get_attribute("aria-busy").as_deref() == Some("true")
}

/// Lets the address be that one, of this origin.
pub fn be_at(path: &str) {
    js_sys::eval(&format!("history.replaceState(null, '', '{path}')")).expect("an address of this origin");
}

/// Waits until it is so.
pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    assert!(comes(is_so).await, "not seen: {what}");
}

/// Whether it is so before a person's patience ends.
async fn comes(is_so: impl Fn() -> bool) -> bool {
    for _ in 0..PATIENCE {
        if is_so() {
            return true;
        }
        settled().await;
    }
    false
}

/// Waits for the next animation frame: by then every effect of what came before has run.
pub async fn settled() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        window().request_animation_frame(&resolve).expect("the window draws");
    });
    JsFuture::from(frame).await.expect("a frame comes");
}

/// What a button is called; of a choice only its label, not the hint that follows.
fn spoken_name(button: &Element) -> String {
    let label = button.query_selector(".label").expect("a selector");
    let text = || label.as_ref().unwrap_or(button).unchecked_ref::<HtmlElement>().inner_text().trim().to_owned();
    button.get_attribute("aria-label").unwrap_or_else(text)
}
