//! One run, from its seed to its end.

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    executor::Executor,
    tab::Tab,
    world::{Broken, Events, Mutation, Rule, World},
};

const STEPS: u32 = 400;
/// More than any rest takes.
const REST_STEPS: u32 = 100_000;

pub(crate) struct Report {
    pub(crate) broken: Option<Broken>,
    pub(crate) events: Events,
}

pub(crate) fn run(seed: u64, mutation: Mutation, speaks: bool) -> Report {
    let world = World::new(seed, mutation, speaks);
    let mut executor = Executor::default();
    let mut tabs = BTreeMap::new();
    let mut opened = 0;
    let more = world.random.borrow_mut().below(3);
    for _ in 0..=more {
        open(&world, &mut executor, &mut tabs, &mut opened);
    }
    for _ in 0..STEPS {
        let chance = world.random.borrow_mut().below(1000);
        match chance {
            0..6 => {
                // A tab is closed, wherever it is, and another one opened.
                let ids: Vec<usize> = tabs.keys().copied().collect();
                let id = world.random.borrow_mut().pick(&ids);
                world.close(id);
                tabs.remove(&id);
                executor.close(id);
                open(&world, &mut executor, &mut tabs, &mut opened);
            }
            6..9 => world.jump(),
            9..15 => {
                // Somebody signs out, wherever the others are.
                let ids: Vec<usize> = tabs.keys().copied().collect();
                let id = world.random.borrow_mut().pick(&ids);
                let tab = Rc::clone(&tabs[&id]);
                executor.spawn(id, async move { tab.sign_out().await });
            }
            _ => {}
        }
        executor.step(&world.time, &world.random);
        world.check();
        if world.broken.borrow().is_some() {
            break;
        }
    }
    world.say(|| "the faults are over".to_owned());
    world.is_calm.set(true);
    for (id, tab) in &tabs {
        executor.spawn(*id, Rc::clone(tab).come_to_rest());
    }
    for _ in 0..REST_STEPS {
        if world.broken.borrow().is_some() || executor.is_idle() || !executor.step(&world.time, &world.random) {
            break;
        }
        world.check();
    }
    for (id, tab) in &tabs {
        if !tab.is_at_rest.get() && world.somebody_is_signed_in() {
            world.fail(Rule::GoesOn, format!("tab {id} does not come to rest"));
        }
    }
    let (broken, events) = (world.broken.borrow().clone(), *world.events.borrow());
    Report { broken, events }
}

fn open(world: &Rc<World>, executor: &mut Executor, tabs: &mut BTreeMap<usize, Rc<Tab>>, opened: &mut usize) {
    *opened += 1;
    let tab = Tab::open(world, *opened);
    let more = world.random.borrow_mut().below(3);
    for _ in 0..=more {
        executor.spawn(*opened, Rc::clone(&tab).be_used());
    }
    executor.spawn(*opened, Rc::clone(&tab).keep_fresh());
    tabs.insert(*opened, tab);
}
