//! The report for a person, as a person sees it.

mod sample;

use ringfence_report::terminal::{Options, render, render_diagnostics};
use sample::Sample;

const PLAIN: Options = Options { color: false, quiet: false, assumptions: false, holds: false };

#[test]
fn plain() {
    insta::assert_snapshot!(render(&Sample::new().run(), PLAIN));
}

#[test]
fn colored() {
    let text = render(&Sample::new().run(), Options { color: true, ..PLAIN });
    insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
}

#[test]
fn with_the_assumptions_spelled_out() {
    let text = render(&Sample::new().sealed(), Options { assumptions: true, ..PLAIN });
    insta::assert_snapshot!(text);
}

#[test]
fn with_each_subject_that_holds() {
    let text = render(&Sample::new().run(), Options { holds: true, ..PLAIN });
    let (_, holding) = text.split_once("holds[").unwrap();
    insta::assert_snapshot!(holding);
}

#[test]
fn only_the_counts() {
    let text = render(&Sample::new().run(), Options { quiet: true, ..PLAIN });
    insta::assert_snapshot!(text, @r"
      fails 2    unknown 2    holds 2    infra/main.bicep with infra/main.bicepparam
      fails 0    unknown 0    holds 0    infra/broken.bicep

      fails 2    unknown 2    holds 2, on 3 assumptions of 2 kinds (--holds, --assumptions)    31 ms
      1 error: part of the input was not read
    ");
}

#[test]
fn diagnostics() {
    let sample = Sample::new();
    let run = sample.run();
    insta::assert_snapshot!(render_diagnostics(run.diagnostics, run.sources, PLAIN));
}

/// Lines of source, paths and names are as long as they are; prose is not.
#[test]
fn prose_fits_into_the_width() {
    let text = render(&Sample::new().run(), PLAIN);
    for line in text.lines().filter(|line| !line.contains("infra/") && !line.contains("──")) {
        assert!(line.chars().count() <= 110, "{line}");
    }
}

/// A way in is a path: one hop a line, and nothing that the lines above already say.
#[test]
fn a_packet_has_one_hop_a_line() {
    let text = render(&Sample::new().run(), PLAIN);
    let (_, storage) = text.split_once("storage account stagent").unwrap();
    let (storage, _) = storage.split_once("fails[").unwrap();
    assert_eq!(storage.matches("├─▶").count(), 3, "{storage}");
    assert_eq!(storage.matches("╰─▶").count(), 1, "{storage}");
    for effect in ["leaves the public endpoint on", "lets every address on the internet in"] {
        assert_eq!(storage.matches(effect).count(), 1, "{effect} is said once in {storage}");
    }
}
