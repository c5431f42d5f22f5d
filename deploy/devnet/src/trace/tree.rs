//! Calls within calls, as JSON.

use serde::Serialize;

use super::error::TraceError;
use crate::evm::TRACE_LIMIT;

/// An object that may hold a list of others.
pub(super) trait Member: Serialize {
    /// Name of the field that holds the list; nothing if it has none.
    fn list(&self, is_empty: bool) -> Option<&'static str>;
}

/// A list of objects that hold lists of objects, to any depth.
///
/// It is kept flat and written by a loop: calls nest 1,024 deep, for which recursion would need
/// more stack than a thread of the server has.
#[derive(Debug)]
pub(super) struct Tree<T> {
    nodes: Vec<Node<T>>,
    roots: Vec<usize>,
    /// The nodes that are open, each inside the one before it.
    open: Vec<usize>,
    /// Bytes that the nodes are said to take.
    size: usize,
}

#[derive(Debug)]
struct Node<T> {
    value: T,
    children: Vec<usize>,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            roots: Vec::new(),
            open: Vec::new(),
            size: 0,
        }
    }
}

impl<T: Member> Tree<T> {
    /// Counts bytes that are added.
    pub(super) fn count(&mut self, bytes: usize) {
        self.size = self.size.saturating_add(bytes);
    }

    /// Whether there is more than [`TRACE_LIMIT`]: there will be no text, whatever is added.
    pub(super) fn is_full(&self) -> bool {
        self.size > TRACE_LIMIT
    }

    /// Adds an object at the end of the innermost open list.
    pub(super) fn add(&mut self, value: T) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node {
            value,
            children: Vec::new(),
        });
        self.siblings().push(index);
        index
    }

    /// Adds an object and opens its list.
    pub(super) fn enter(&mut self, value: T) {
        let index = self.add(value);
        self.open.push(index);
    }

    /// Closes the innermost open list; the object that holds it, if any was open.
    pub(super) fn exit(&mut self) -> Option<&mut T> {
        let index = self.open.pop()?;
        Some(&mut self.nodes[index].value)
    }

    /// The last object of the innermost open list.
    pub(super) fn last_mut(&mut self) -> Option<&mut T> {
        let index = *self.siblings().last()?;
        Some(&mut self.nodes[index].value)
    }

    /// The object that holds the innermost open list, with its index, and the list's length.
    pub(super) fn innermost(&self) -> Option<(usize, usize)> {
        let index = *self.open.last()?;
        Some((index, self.nodes[index].children.len()))
    }

    /// The object that [`Self::add`] or [`Self::innermost`] gave the index of.
    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        Some(&mut self.nodes.get_mut(index)?.value)
    }

    /// The outermost objects, separated by commas.
    ///
    /// # Errors
    /// More than [`TRACE_LIMIT`], or a value that has no JSON form.
    pub(super) fn text(&self) -> Result<String, TraceError> {
        if self.is_full() {
            return Err(TraceError::TooLong { limit: TRACE_LIMIT });
        }
        let mut text = String::new();
        let mut lists = vec![self.roots.iter()];
        while let Some(list) = lists.last_mut() {
            let Some(index) = list.next() else {
                lists.pop();
                if !lists.is_empty() {
                    text.push_str("]}");
                }
                continue;
            };
            if text.ends_with('}') {
                text.push(',');
            }
            let node = &self.nodes[*index];
            text.push_str(&serde_json::to_string(&node.value)?);
            if let Some(name) = node.value.list(node.children.is_empty()) {
                // Reopens the object, which has other fields before.
                text.pop();
                text.push_str(",\"");
                text.push_str(name);
                text.push_str("\":[");
                lists.push(node.children.iter());
            }
        }
        Ok(text)
    }

    fn siblings(&mut self) -> &mut Vec<usize> {
        match self.open.last() {
            Some(index) => &mut self.nodes[*index].children,
            None => &mut self.roots,
        }
    }
}
