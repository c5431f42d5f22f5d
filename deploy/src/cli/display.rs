//! The progress line on the terminal's error stream; nothing where there is no terminal.

use deploy::Event;
use indicatif::{ProgressBar, ProgressStyle};

/// Parts of the bar: one event's fraction is shown to a thousandth.
const PARTS: u64 = 1_000;

/// One line that says what is being done.
pub(super) struct Display {
    bar: ProgressBar,
}

impl Display {
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("{bar:30} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self {
            bar: ProgressBar::new(PARTS).with_style(style),
        }
    }

    pub(super) fn show(&self, event: &Event) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a fraction of 0.0 to 1.0 becomes 0 to 1,000"
        )]
        let position = (event.fraction.clamp(0.0, 1.0) * PARTS as f64) as u64;
        self.bar.set_position(position);
        self.bar
            .set_message(format!("{}: {}", event.subject, event.phase));
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
