//! The picture in the README is a real run.

mod common;

use anstyle_svg::Term;
use common::{read_folder, repository, repository_file, run_in_color};
use ringfence_source::MemoryWorld;

#[test]
fn the_picture_is_what_a_run_prints() {
    let mut world = MemoryWorld::default();
    read_folder(&repository(), "examples", &mut world);
    let command = ["check", "examples/foundry-chat-flawed", "--claim", "private-only"];
    let outcome = run_in_color(&world, &command);
    let text = format!("$ ringfence {}\n{}", command.join(" "), outcome.out);
    let picture = Term::new().min_width_px(900).render_svg(&text);
    #[expect(clippy::disallowed_methods, reason = "whoever changes the report asks for a new picture this way")]
    if std::env::var("RINGFENCE_UPDATE").is_ok() {
        std::fs::write(repository().join("docs/run.svg"), &picture).expect("docs/run.svg");
    }
    let known = repository_file("docs/run.svg");
    assert!(known == picture, "docs/run.svg is not up to date: run this test with RINGFENCE_UPDATE=1");
}
