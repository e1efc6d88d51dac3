//! What parts of the program keep for themselves until it ends: challenges, browsers, and so on.

use std::{
    any::{Any, TypeId},
    sync::{Mutex, MutexGuard, PoisonError},
};

use elsa::sync::FrozenMap;

/// One value of each type.
#[derive(Default)]
pub(crate) struct InMemory(FrozenMap<TypeId, Box<dyn Kept>>);

trait Kept: Any + Send + Sync {
    fn forget(&self);
}

impl<T: Default + Send + 'static> Kept for Mutex<T> {
    fn forget(&self) {
        *lock(self) = T::default();
    }
}

impl InMemory {
    /// The value of that type, an empty one where there is none yet. Whoever else wants it waits.
    pub(crate) fn of<T: Default + Send + 'static>(&self) -> MutexGuard<'_, T> {
        let id = TypeId::of::<T>();
        let value = self.0.get(&id).unwrap_or_else(|| self.0.insert_with(id, || Box::new(Mutex::new(T::default()))));
        let value: &dyn Any = value;
        let Some(value) = value.downcast_ref::<Mutex<T>>() else { unreachable!("it is found by its type") };
        lock(value)
    }

    /// Makes every value an empty one.
    pub(crate) fn forget(&self) {
        self.0.keys_cloned().iter().filter_map(|id| self.0.get(id)).for_each(|kept| kept.forget());
    }
}

/// A handler that panicked leaves no half-made change worth refusing all further requests for.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_each_type() {
        let kept = InMemory::default();
        *kept.of::<u8>() += 1;
        *kept.of::<u8>() += 1;
        kept.of::<String>().push('a');
        assert_eq!((*kept.of::<u8>(), kept.of::<String>().as_str(), *kept.of::<u16>()), (2, "a", 0));
        kept.forget();
        assert_eq!((*kept.of::<u8>(), kept.of::<String>().as_str()), (0, ""));
    }
}
