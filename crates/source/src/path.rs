//! Paths as text with `/` between their parts, the same on every platform.

/// The folder of a path, without a final `/`; empty for a bare file name.
pub fn directory_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| if directory.is_empty() { "/" } else { directory })
}

/// The last part of a path.
pub fn file_name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `relative` as seen from the folder `base`, with `.` and `..` worked out.
pub fn join(base: &str, relative: &str) -> String {
    let relative = relative.replace('\\', "/");
    let absolute = relative.starts_with('/');
    let root = if absolute || base.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    let base = if absolute { "" } else { base };
    for part in base.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_a_file_system_does() {
        let cases = [
            ("a/b", "c.bicep", "a/b/c.bicep"),
            ("a/b", "./c.bicep", "a/b/c.bicep"),
            ("a/b", "../c.bicep", "a/c.bicep"),
            ("", "../c.bicep", "../c.bicep"),
            ("..", "../c", "../../c"),
            ("/a", "../../c", "/c"),
            ("a", "/c", "/c"),
            ("a", "b\\c", "a/b/c"),
        ];
        for (base, relative, expected) in cases {
            assert_eq!(join(base, relative), expected, "{base} + {relative}");
        }
        assert_eq!(directory_of("a/b.bicep"), "a");
        assert_eq!(directory_of("/b.bicep"), "/");
        assert_eq!(directory_of("b.bicep"), "");
        assert_eq!(file_name_of("a/b.bicep"), "b.bicep");
    }
}
