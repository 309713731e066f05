//! The published catalogue of resource types, a git checkout of <https://github.com/Azure/bicep-types-az>, and the tables made
//! from it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What stands at the top of a table: what made it, and from what.
pub(crate) fn header(command: &str, checkout: &str) -> Result<String, String> {
    let head = git(checkout, &["log", "-1", "--format=%H of %cs"])?;
    Ok(format!(
        "# Made by `cargo run -p xtask -- {command} CHECKOUT`; do not edit.\n\
         # Source: https://github.com/Azure/bicep-types-az, commit {}, licence MIT.\n",
        head.trim()
    ))
}

/// Writes a table, or only compares it with the one that is there.
pub(crate) fn settle(path: &str, table: &str, check: bool) -> Result<(), String> {
    let path = Path::new(path);
    if check {
        let mut known = String::new();
        let file = std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut known));
        file.map_err(|error| error.to_string())?;
        return if known == table { Ok(()) } else { Err("the table is not what the checkout gives".into()) };
    }
    std::fs::write(path, table).map_err(|error| error.to_string())
}

pub(crate) fn git(checkout: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").arg("-C").arg(checkout).args(arguments).output();
    let output = output.map_err(|error| format!("git: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// The contents of files at `HEAD`, in order; those that are missing are left out.
pub(crate) fn contents(checkout: &str, files: &[&str]) -> Result<Vec<Vec<u8>>, String> {
    let failed = |error: std::io::Error| format!("git: {error}");
    let mut child = Command::new("git")
        .args(["-C", checkout, "cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("git: no pipes".into());
    };
    let mut output = BufReader::new(output);
    let mut all = Vec::new();
    for file in files {
        writeln!(input, "HEAD:{file}").and_then(|()| input.flush()).map_err(failed)?;
        let mut header = String::new();
        output.read_line(&mut header).map_err(failed)?;
        let Some(size) = header.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()) else { continue };
        let mut content = vec![0; size + 1];
        output.read_exact(&mut content).map_err(failed)?;
        content.pop();
        all.push(content);
    }
    drop(input);
    child.wait().map_err(failed)?;
    Ok(all)
}
