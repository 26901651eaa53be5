//! Typed numbers: every kind of id is its own four-byte type, so that mixing
//! up a node and a block does not compile, and vectors replace pointers.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense id that counts from zero.
pub trait Idx: Copy + Eq + Ord + fmt::Debug + 'static {
    /// The id with this number. Panics above `u32::MAX - 1`: no arena of ours
    /// grows that far (sources are limited to 4 GiB by the span type).
    fn from_usize(n: usize) -> Self;
    /// The number of the id.
    fn index(self) -> usize;
}

/// Defines four-byte id types that implement [`Idx`].
#[macro_export]
macro_rules! define_idx {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id with this number.
            pub const fn new(n: u32) -> Self { Self(n) }
            /// The number of the id.
            pub const fn raw(self) -> u32 { self.0 }
        }

        impl $crate::Idx for $name {
            fn from_usize(n: usize) -> Self {
                Self(u32::try_from(n).expect("an arena holds fewer than 2^32 items"))
            }
            fn index(self) -> usize { self.0 as usize }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

/// A vector indexed by one id type only.
pub struct IndexVec<I, T> {
    raw: Vec<T>,
    _id: PhantomData<fn(I)>,
}

impl<I: Idx, T> IndexVec<I, T> {
    /// An empty vector.
    pub const fn new() -> Self {
        Self {
            raw: Vec::new(),
            _id: PhantomData,
        }
    }
    /// A vector of `n` copies of `value`.
    pub fn from_elem(value: T, n: usize) -> Self
    where
        T: Clone,
    {
        Self::from_raw(vec![value; n])
    }
    /// Takes over a plain vector; item `n` gets id `n`.
    pub const fn from_raw(raw: Vec<T>) -> Self {
        Self {
            raw,
            _id: PhantomData,
        }
    }
    /// Appends an item and returns its id.
    pub fn push(&mut self, value: T) -> I {
        let id = I::from_usize(self.raw.len());
        self.raw.push(value);
        id
    }
    /// The id that the next [`push`](Self::push) will give.
    pub fn next_id(&self) -> I {
        I::from_usize(self.raw.len())
    }
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.raw.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
    /// The items in id order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.raw.iter()
    }
    /// The items in id order, mutable.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.raw.iter_mut()
    }
    /// Ids with their items, in id order.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.raw
            .iter()
            .enumerate()
            .map(|(n, t)| (I::from_usize(n), t))
    }
    /// All ids.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.raw.len()).map(I::from_usize)
    }
    /// The item, if the id is in range.
    pub fn get(&self, id: I) -> Option<&T> {
        self.raw.get(id.index())
    }
    /// The items as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.raw
    }
    /// The items as a mutable slice.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.raw
    }
    /// Gives back memory that is not needed.
    pub fn shrink_to_fit(&mut self) {
        self.raw.shrink_to_fit();
    }
    /// Gives the items up as a plain vector.
    pub fn into_raw(self) -> Vec<T> {
        self.raw
    }
}

impl<I: Idx, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<I: Idx, T: Clone> Clone for IndexVec<I, T> {
    fn clone(&self) -> Self {
        Self::from_raw(self.raw.clone())
    }
}
impl<I, T: PartialEq> PartialEq for IndexVec<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<I, T: Eq> Eq for IndexVec<I, T> {}
impl<I: Idx, T: fmt::Debug> fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.raw[id.index()]
    }
}
impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.raw[id.index()]
    }
}
impl<I: Idx, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(items: It) -> Self {
        Self::from_raw(items.into_iter().collect())
    }
}
