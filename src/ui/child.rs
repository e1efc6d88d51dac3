use leptos::{
    prelude::{AnyView, IntoView, View as Wrapped},
    tachys::html::{InertElement, element::HtmlElement},
};

use super::{
    Element, Words,
    view::{Content, View},
};
use crate::language::Sentence;

/// What can stand in an element.
pub trait Child {
    fn into_child(self) -> View;
}

impl Child for View {
    fn into_child(self) -> View {
        self
    }
}

/// `view!` gives this.
impl<C: Child> Child for Wrapped<C> {
    fn into_child(self) -> View {
        self.into_inner().into_child()
    }
}

impl Child for Element {
    fn into_child(self) -> View {
        View(Content::Element(self))
    }
}

impl Child for Words {
    fn into_child(self) -> View {
        let text = |words| View(Content::Text(words));
        View(match self {
            Self::Fixed(words) => return text(words),
            Self::Said(sentence) => Content::Live(Box::new(move || text(sentence.words().into()))),
            Self::Live(words) => Content::Live(Box::new(move || text(words().unwrap_or_default().into()))),
        })
    }
}

impl Child for Sentence {
    fn into_child(self) -> View {
        Words::from(self).into_child()
    }
}

impl Child for &'static str {
    fn into_child(self) -> View {
        Words::from(self).into_child()
    }
}

impl<C: Child> Child for Option<C> {
    fn into_child(self) -> View {
        self.map_or_else(View::nothing, Child::into_child)
    }
}

impl<C: Child> Child for Vec<C> {
    fn into_child(self) -> View {
        several(self.into_iter().map(Child::into_child).collect())
    }
}

/// What an app around writes as elements.
impl<E: Send + 'static, A: Send + 'static, C: Send + 'static> Child for HtmlElement<E, A, C>
where
    Self: IntoView,
{
    fn into_child(self) -> View {
        View::foreign(self)
    }
}

impl Child for InertElement {
    fn into_child(self) -> View {
        View::foreign(self)
    }
}

impl Child for AnyView {
    fn into_child(self) -> View {
        View::foreign(self)
    }
}

fn several(views: Vec<View>) -> View {
    if views.is_empty() { View::nothing() } else { View(Content::Several(views)) }
}

/// What stands side by side in `view!`.
macro_rules! side_by_side {
    ($($name:ident)+) => {
        impl<$($name: Child),+> Child for ($($name,)+) {
            #[expect(non_snake_case, reason = "they are named as their types are")]
            fn into_child(self) -> View {
                let ($($name,)+) = self;
                several(vec![$($name.into_child()),+])
            }
        }
    };
}

side_by_side!(A B);
side_by_side!(A B C);
side_by_side!(A B C D);
side_by_side!(A B C D E);
side_by_side!(A B C D E F);
side_by_side!(A B C D E F G);
side_by_side!(A B C D E F G H);
side_by_side!(A B C D E F G H I);
