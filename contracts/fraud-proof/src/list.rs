//! The open disputes on a batch, in the order of their opening: a list that each can leave at once.

/// The neighbours of a dispute, by number; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    /// The one opened before.
    pub(crate) previous: u32,
    /// The one opened after.
    pub(crate) next: u32,
}

/// The list's own part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ends {
    /// How many disputes were ever opened: the number of the newest.
    pub(crate) opened: u32,
    /// The earliest that is open; 0 if none is.
    pub(crate) first: u32,
    /// The latest that is open; 0 if none is.
    pub(crate) last: u32,
}

/// Where the links are kept.
pub(crate) trait Links {
    /// The neighbours of an open dispute.
    fn link(&self, number: u32) -> Link;
    /// Changes them.
    fn set_link(&mut self, number: u32, link: Link);
}

impl Ends {
    /// Numbers a new dispute, and puts it at the end: gives its number and its neighbours, which are to be kept.
    pub(crate) fn append(&mut self, links: &mut impl Links) -> (u32, Link) {
        let number = self.opened.saturating_add(1);
        let link = Link {
            previous: self.last,
            next: 0,
        };
        self.opened = number;
        self.join(links, link.previous, number);
        self.last = number;
        (number, link)
    }

    /// Takes a dispute out.
    pub(crate) fn remove(&mut self, links: &mut impl Links, link: Link) {
        self.join(links, link.previous, link.next);
        if link.next == 0 {
            self.last = link.previous;
        } else {
            let Link { next, .. } = links.link(link.next);
            let previous = link.previous;
            links.set_link(link.next, Link { previous, next });
        }
    }

    /// Lets a dispute, or the list, go on with another.
    fn join(&mut self, links: &mut impl Links, previous: u32, next: u32) {
        if previous == 0 {
            self.first = next;
        } else {
            let Link {
                previous: before, ..
            } = links.link(previous);
            let link = Link {
                previous: before,
                next,
            };
            links.set_link(previous, link);
        }
    }
}
