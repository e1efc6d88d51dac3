//! What a run is to keep, and what may be wrong with it.

/// Where a run keeps sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Shared,
    Tab,
    /// As people pick when they sign in.
    Either,
}

impl Keeps {
    pub(crate) fn has_tabs(self) -> bool {
        self != Self::Shared
    }
}

/// What keeps one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The browser's localStorage.
    Shared,
    /// The sessionStorage of that tab.
    Tab(usize),
}

/// What must hold, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Open tabs never send one refresh token twice at the same time.
    OneRefreshAtATime,
    /// A refresh token that a tab knows to be rotated away is never sent again, not even within its grace period: by no
    /// tab where all share it, and not as long as that tab is there where they have copies.
    NoSpentToken,
    /// From a sign-out to the next sign-in, no tokens are stored, and no caller gets any.
    NothingAfterSignOut,
    /// A session is lost by a refusal of the token that is stored, by a sign-out of it, by a sign-in in its place, where a
    /// copy cannot come by what its token was spent for, and by nothing else.
    EndedByRefusalAlone,
    /// Whatever the answers are, a page does not ask by itself every few seconds.
    Patience,
    /// A caller gets tokens of the user that the tab shows, which have not expired by the server's clock, and need not be
    /// refreshed yet.
    FreshMeansFresh,
    /// When the faults are over, every tab comes to tokens in the end, without anybody's help.
    GoesOn,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) rule: Rule,
    pub(crate) how: String,
}

/// What a browser, or the keeper's caller, may do wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    None,
    NoLock,
    /// Tabs read what they have read or written once.
    StaleStore,
    /// An answer is stored whatever has happened meanwhile.
    LateWrites,
    /// Any failure ends the session.
    EndsByBadLuck,
    LockNeverReleased,
    /// What a tab writes shows in the others a while after it has let go of the lock, as in Chromium.
    LateStore,
    /// As well as that, nobody notes which tokens are spent.
    LateStoreUnnoted,
    /// Tabs with copies of one session do not know of each other.
    CopiesApart,
    /// As well as that, but what they note of spent tokens is there for all. Nothing is broken by it.
    CopiesDeaf,
    /// What is written to one place, or taken from it, is taken from the other too.
    PlacesMixed,
    /// The page's timer goes by when tokens expire, whatever has become of its last try.
    NoPatience,
}

impl Mutation {
    pub(crate) fn has_late_store(self) -> bool {
        matches!(self, Self::LateStore | Self::LateStoreUnnoted)
    }
}
