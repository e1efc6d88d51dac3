//! What tabs tell each other beside what they store.

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

    pub fn tell(&self, message: &str) {
        if let Some(channel) = &self.channel {
            channel.post_message(&JsValue::from_str(message)).ok();
        }
    }
}

impl Drop for TabChannel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
        self.listener = None;
    }
}
