use std::{
    any::{Any, TypeId},
    sync::Arc,
};

/// One thing that is given to all below, over what is given around it. Leptos keeps these, and so knows one type of context.
#[derive(Clone)]
struct Layer(Arc<Given>);

struct Given {
    kind: TypeId,
    value: Box<dyn Any + Send + Sync>,
    around: Option<Layer>,
}

/// Gives something to all that is drawn below.
pub fn provide_context<T: Send + Sync + 'static>(value: T) {
    provide(TypeId::of::<T>(), Box::new(value));
}

fn provide(kind: TypeId, value: Box<dyn Any + Send + Sync>) {
    let around = leptos::prelude::use_context::<Layer>();
    leptos::prelude::provide_context(Layer(Arc::new(Given { kind, value, around })));
}

/// What was given to what is being drawn.
pub fn use_context<T: Clone + 'static>() -> Option<T> {
    find(TypeId::of::<T>()).and_then(|Layer(given)| given.value.downcast_ref::<T>().cloned())
}

/// The same, where it is given always.
pub fn expect_context<T: Clone + 'static>() -> T {
    use_context().expect("it is given to all that is drawn here")
}

fn find(kind: TypeId) -> Option<Layer> {
    let mut next = leptos::prelude::use_context::<Layer>();
    while let Some(layer) = next.take_if(|layer| layer.0.kind != kind) {
        next = layer.0.around.clone();
    }
    next
}
