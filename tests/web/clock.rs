//! The window's timers, and its clock, moved by hand, so that no test waits.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsValue, prelude::Closure};

use super::page::settled;

/// Stands in for `setTimeout` and `setInterval` as long as it lives.
pub struct Clock {
    timers: Rc<RefCell<Timers>>,
    originals: Vec<(&'static str, JsValue)>,
    _start: [Closure<dyn Fn(Function, f64) -> i32>; 2],
    _stop: Closure<dyn Fn(i32)>,
}

#[derive(Default)]
struct Timers {
    now: f64,
    last_id: i32,
    running: Vec<Timer>,
}

#[derive(Clone)]
struct Timer {
    id: i32,
    due: f64,
    period: Option<f64>,
    run: Function,
}

impl Clock {
    pub fn take_over() -> Self {
        let timers = Rc::new(RefCell::new(Timers::default()));
        let start = |repeats: bool| {
            let timers = timers.clone();
            Closure::new(move |run, period| timers.borrow_mut().start(run, period, repeats))
        };
        let (once, repeatedly) = (start(false), start(true));
        let stop: Closure<dyn Fn(i32)> = {
            let timers = timers.clone();
            Closure::new(move |id| timers.borrow_mut().running.retain(|timer| timer.id != id))
        };
        let originals = [
            ("setTimeout", once.as_ref()),
            ("setInterval", repeatedly.as_ref()),
            ("clearTimeout", stop.as_ref()),
            ("clearInterval", stop.as_ref()),
        ]
        .map(|(name, replacement)| (name, replace(name, replacement)));
        Self { timers, originals: originals.into(), _start: [once, repeatedly], _stop: stop }
    }

    /// Runs what falls due, in order.
    pub async fn advance(&self, seconds: u32) {
        let end = self.timers.borrow().now + f64::from(seconds) * 1000.0;
        loop {
            let due = self.timers.borrow_mut().next_due(end);
            let Some(run) = due else { break };
            run.call0(&JsValue::NULL).expect("a timer's function returns");
            settled().await;
        }
    }

    pub fn has_running_timers(&self) -> bool {
        !self.timers.borrow().running.is_empty()
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        for (name, original) in &self.originals {
            replace(name, original);
        }
    }
}

/// What `Date.now()` says, for as long as this lives. Timers do not count it, as after a machine has slept.
pub struct WallClock {
    original: JsValue,
    date: JsValue,
}

impl WallClock {
    pub fn take_over() -> Self {
        let date = Reflect::get(&window(), &"Date".into()).expect("the window has a clock");
        let original = Reflect::get(&date, &"now".into()).expect("it can be read");
        Self { original, date }
    }

    /// Moves it so far from the real time.
    pub fn move_to(&self, seconds: f64) {
        let moved = Function::new_with_args("real, seconds", "return () => real() + seconds * 1000");
        let moved = moved.call2(&JsValue::NULL, &self.original, &seconds.into()).expect("it is well formed");
        Reflect::set(&self.date, &"now".into(), &moved).expect("it can be replaced");
    }
}

impl Drop for WallClock {
    fn drop(&mut self) {
        Reflect::set(&self.date, &"now".into(), &self.original).expect("it can be put back");
    }
}

impl Timers {
    fn start(&mut self, run: Function, period: f64, repeats: bool) -> i32 {
        self.last_id += 1;
        let (id, due) = (self.last_id, self.now + period);
        self.running.push(Timer { id, due, period: repeats.then_some(period), run });
        id
    }

    /// Moves to the next timer that is due until `end`, or else to `end`.
    fn next_due(&mut self, end: f64) -> Option<Function> {
        let due = self.running.iter().enumerate().filter(|(_, timer)| timer.due <= end);
        let Some((index, _)) = due.min_by(|(_, one), (_, other)| one.due.total_cmp(&other.due)) else {
            self.now = end;
            return None;
        };
        let timer = self.running.remove(index);
        self.now = timer.due;
        if let Some(period) = timer.period {
            self.running.push(Timer { due: timer.due + period, ..timer.clone() });
        }
        Some(timer.run)
    }
}

/// Puts another function into the window, and gives the one that was there.
fn replace(name: &str, function: &JsValue) -> JsValue {
    let original = Reflect::get(&window(), &name.into()).expect("the window has timers");
    Reflect::set(&window(), &name.into(), function).expect("they can be replaced");
    original
}
