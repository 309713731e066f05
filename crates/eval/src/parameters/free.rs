//! Which parameters a pattern opens: the switches, those with a default and few values.

use ringfence_arm::Template;
use ringfence_estate::Domain;

use super::{domain, resolve};

/// Whether this is a pattern, not a name.
pub fn is_pattern(text: &str) -> bool {
    text.contains('*')
}

/// The switches of a template that a pattern covers, in the order of declaration: parameters with a default whose values
/// can be listed (`bool`, `@allowed`). `*` stands for any text; names are compared without case.
pub fn switches<'t>(template: &'t Template, pattern: &str) -> Vec<&'t str> {
    let parts: Vec<String> = pattern.split('*').map(str::to_lowercase).collect();
    let is_switch = |parameter: &ringfence_arm::Parameter| {
        let values = domain(&resolve(template, &parameter.schema));
        parameter.default.is_some() && matches!(values, Domain::Bool | Domain::OneOf(_))
    };
    let switches = template.parameters.iter().filter(|parameter| covers(&parts, &parameter.name.to_lowercase()));
    switches.filter(|parameter| is_switch(parameter)).map(|parameter| parameter.name.as_ref()).collect()
}

/// Whether a name consists of the parts, in order, with any text between them.
fn covers(parts: &[String], name: &str) -> bool {
    let [first, middle @ .., last] = parts else { return parts.first().is_some_and(|only| only == name) };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_stands_for_any_text() {
        let cases = [
            ("*", "", true),
            ("*", "a", true),
            ("deploy*", "deploykeyvault", true),
            ("deploy*", "redeploy", false),
            ("*vault", "deploykeyvault", true),
            ("*vault", "vaults", false),
            ("d*key*vault", "deploykeyvault", true),
            ("d*vault*key", "deploykeyvault", false),
            ("ab*ba", "aba", false),
            ("ab*ba", "abba", true),
            ("a**b", "ab", true),
        ];
        for (pattern, name, expected) in cases {
            let parts: Vec<String> = pattern.split('*').map(str::to_owned).collect();
            assert_eq!(covers(&parts, name), expected, "{pattern} {name}");
        }
    }
}
