//! How long `ringfence check` takes, from files in memory to the written report.
//!
//! With `RINGFENCE_FOUNDRY_BASELINE`, a checkout of the Microsoft Foundry baseline, that too.

use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Parser;
use criterion::{Criterion, criterion_group, criterion_main};
use ringfence_cli::{Arguments, Console, run};
use ringfence_source::MemoryWorld;

fn check(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut group = criterion.benchmark_group("check");
    let world = world(&root, "examples");
    for format in ["terminal", "json", "sarif"] {
        let arguments = ["ringfence", "check", "examples/foundry-chat", "--format", format];
        let Ok(arguments) = Arguments::try_parse_from(arguments) else { return };
        group.bench_function(format!("foundry-chat/{format}"), |bencher| {
            bencher.iter(|| black_box(once(&arguments, &world)));
        });
    }
    if let Some(baseline) = std::env::var_os("RINGFENCE_FOUNDRY_BASELINE") {
        let world = self::world(Path::new(&baseline), "infra-as-code");
        let arguments = ["ringfence", "check", "infra-as-code/bicep/main.bicep", "--format", "json"];
        let Ok(arguments) = Arguments::try_parse_from(arguments) else { return };
        group.bench_function("foundry-baseline/json", |bencher| bencher.iter(|| black_box(once(&arguments, &world))));
    }
    group.finish();
}

fn once(arguments: &Arguments, world: &MemoryWorld) -> u8 {
    let sink = || Box::new(std::io::sink());
    let mut console = Console::of(Box::new(world.clone()), sink(), sink());
    let exit = run(arguments, &mut console);
    console.finish();
    exit as u8
}

/// The templates and parameter files under a folder.
fn world(base: &Path, folder: &str) -> MemoryWorld {
    let mut world = MemoryWorld::default();
    let mut folders: Vec<PathBuf> = vec![base.join(folder)];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let wanted = path.extension().is_some_and(|end| end == "bicep" || end == "bicepparam" || end == "json");
            if path.is_dir() {
                folders.push(path);
            } else if wanted
                && let Ok(mut file) = std::fs::File::open(&path)
                && let Ok(name) = path.strip_prefix(base)
            {
                let mut bytes = Vec::new();
                if file.read_to_end(&mut bytes).is_ok() {
                    world.files.insert(name.to_string_lossy().into_owned(), bytes.into());
                }
            }
        }
    }
    world
}

criterion_group!(benches, check);
criterion_main!(benches);
