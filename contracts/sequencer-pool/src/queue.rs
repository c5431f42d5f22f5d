//! The queue of a role: a ring of links in the order of joining. No VM in here.
//!
//! The front is whose turn it is. A rotation moves the front one step along the ring and no link, so its cost
//! does not depend on the number of members; the old front is then the last in turn. Joining puts a member
//! right behind the last in turn, leaving unlinks it, and neither moves anybody else: who stands k-th is the
//! front after k rotations at the most, whoever joins or leaves meanwhile.

/// Where the links are kept. Links of members that are in no queue are `None`.
pub(crate) trait Links {
    /// Who is linked.
    type Member: Copy + PartialEq;

    /// Who comes after.
    fn next(&self, member: Self::Member) -> Option<Self::Member>;
    /// Who comes before.
    fn previous(&self, member: Self::Member) -> Option<Self::Member>;
    /// Sets who comes after.
    fn set_next(&mut self, member: Self::Member, next: Option<Self::Member>);
    /// Sets who comes before.
    fn set_previous(&mut self, member: Self::Member, previous: Option<Self::Member>);
}

/// Puts a member that is in no queue behind the last in turn, and gives the front.
pub(crate) fn join<L: Links>(
    links: &mut L,
    front: Option<L::Member>,
    member: L::Member,
) -> L::Member {
    let ends = front.and_then(|front| Some((links.previous(front)?, front)));
    let (last, front) = ends.unwrap_or((member, member));
    connect(links, last, member);
    connect(links, member, front);
    front
}

/// Takes a member out of the queue, and gives the front, which is the next in turn if it was the member.
pub(crate) fn leave<L: Links>(
    links: &mut L,
    front: Option<L::Member>,
    member: L::Member,
) -> Option<L::Member> {
    let neighbours = links.previous(member).zip(links.next(member));
    links.set_previous(member, None);
    links.set_next(member, None);
    let (previous, next) = neighbours?;
    if next == member {
        return None;
    }
    connect(links, previous, next);
    if front == Some(member) {
        Some(next)
    } else {
        front
    }
}

fn connect<L: Links>(links: &mut L, first: L::Member, second: L::Member) {
    links.set_next(first, Some(second));
    links.set_previous(second, Some(first));
}
