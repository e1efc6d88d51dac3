//! One run, from its seed to its end.

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    executor::Executor,
    tab::Tab,
    world::{Broken, Entries, Events, Mail, Mutation, Rule, World},
};

const STEPS: u32 = 400;
const MOST_TABS: usize = 5;
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
    let (mut opened, mut gone) = (0, Vec::new());
    let more = world.random.borrow_mut().below(3);
    for _ in 0..=more {
        open(&world, &mut executor, &mut tabs, &mut opened, None);
    }
    for _ in 0..STEPS {
        let chance = world.random.borrow_mut().below(1000);
        match chance {
            0..6 => {
                // A tab is closed, wherever it is, and another one opened.
                let ids: Vec<usize> = tabs.keys().copied().collect();
                let id = world.random.borrow_mut().pick(&ids);
                let kept = world.close(id);
                tabs.remove(&id);
                executor.close(id);
                let comes_back = world.random.borrow_mut().percent(50);
                if comes_back && let Some(kept) = kept {
                    // As browsers bring back what they have discarded, or what a person has closed by mistake.
                    gone.push(kept);
                }
                open(&world, &mut executor, &mut tabs, &mut opened, None);
            }
            6..9 => world.jump(),
            15..19 if world.places.has_tabs() && tabs.len() < MOST_TABS => {
                let ids: Vec<usize> = tabs.keys().copied().collect();
                let id = world.random.borrow_mut().pick(&ids);
                let copied = gone.pop().unwrap_or_else(|| world.copy(id));
                open(&world, &mut executor, &mut tabs, &mut opened, Some(copied));
            }
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
        deliver(&world, &mut executor, &tabs);
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
        deliver(&world, &mut executor, &tabs);
    }
    for (id, tab) in &tabs {
        if !tab.is_at_rest.get() && world.somebody_is_signed_in(*id) {
            world.fail(Rule::GoesOn, format!("tab {id} does not come to rest"));
        }
    }
    let (broken, events) = (world.broken.borrow().clone(), *world.events.borrow());
    Report { broken, events }
}

/// Hands tabs what others have told them.
fn deliver(world: &Rc<World>, executor: &mut Executor, tabs: &BTreeMap<usize, Rc<Tab>>) {
    while let Some(Mail { to: id, name, text }) = world.next_mail() {
        if let Some(tab) = tabs.get(&id)
            && let Some(replaced) = tab.hear(&name, &text)
        {
            let tab = Rc::clone(tab);
            executor.spawn(id, async move { tab.note_renewed(&replaced).await });
        }
        world.check();
    }
}

/// With a copy of what another tab keeps for itself.
fn open(
    world: &Rc<World>,
    executor: &mut Executor,
    tabs: &mut BTreeMap<usize, Rc<Tab>>,
    opened: &mut usize,
    copied: Option<Entries>,
) {
    *opened += 1;
    if let Some(copied) = copied {
        world.paste(*opened, copied);
    }
    let tab = Tab::open(world, *opened);
    let more = world.random.borrow_mut().below(3);
    for _ in 0..=more {
        executor.spawn(*opened, Rc::clone(&tab).be_used());
    }
    executor.spawn(*opened, Rc::clone(&tab).keep_fresh());
    tabs.insert(*opened, tab);
}
