//! Folders of the source tree, copied to where tools may write.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Copies a folder beside this file into the target directory, where it is kept between runs. Files that are there
/// already keep their time stamps, by which builds go.
pub(crate) fn copied(name: &str) -> io::Result<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tools");
    copy(&source.join(name), &target.join(name))?;
    Ok(target.join(name))
}

fn copy(source: &Path, target: &Path) -> io::Result<()> {
    fs::create_dir_all(target)?;
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        let (from, to) = (entry.path(), target.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else if fs::read(&to).ok() != Some(fs::read(&from)?) {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
