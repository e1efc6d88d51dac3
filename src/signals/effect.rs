use leptos::prelude::{IsDisposed, RenderEffect, StoredValue};

/// Does something, and does it anew when what it has read changes.
pub struct Effect;

impl Effect {
    /// `run` is told what it gave the time before.
    pub fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) -> Self {
        let mut before = None;
        begin(Box::new(move || before = Some(run(before.take()))));
        Self
    }
}

// What is generic is there once for each use, and so it only boxes.
fn begin(mut run: Box<dyn FnMut()>) {
    leptos::prelude::Effect::new(move |_| run());
}

/// The same for what is drawn, whose value is kept. What it reads goes with what it was made in, and may tell of a change
/// while it goes: then nothing is done any more.
pub fn while_here<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) -> RenderEffect<T> {
    let here = StoredValue::new(());
    RenderEffect::new(move |before: Option<T>| match before {
        Some(before) if here.is_disposed() => before,
        before => run(before),
    })
}
