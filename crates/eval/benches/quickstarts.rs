//! How fast the public quickstart collection is read and evaluated, in memory and on one core.
//!
//! `RINGFENCE_QUICKSTARTS` leads to a checkout of <https://github.com/Azure/azure-quickstart-templates>; without it, the
//! benchmark says that it was left out.
//!
//! On Linux the time is that of the processor, so that other work on the machine does not count; elsewhere the clock's.

#![expect(clippy::print_stderr, reason = "whoever runs a benchmark that does nothing must see why")]

use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput};
use ringfence_arm::{read_json, read_parameters};
use ringfence_estate::Estate;
use ringfence_eval::{Valuation, evaluate, given_parameters, with_deep_stack};
use ringfence_source::{MemoryWorld, Session};

/// A template, and the parameters file beside it if it has one.
struct Input {
    template: String,
    parameters: Option<String>,
}

/// Everything runs on one thread: the one whose time is taken, and one stack for all templates.
fn main() {
    let outcome = with_deep_stack(|| {
        quickstarts(&mut Criterion::default().with_measurement(ProcessorTime::default()).configure_from_args());
        Criterion::default().configure_from_args().final_summary();
    });
    assert!(outcome.is_ok(), "the benchmark panicked");
}

fn quickstarts(criterion: &mut Criterion<ProcessorTime>) {
    let Some(root) = std::env::var_os("RINGFENCE_QUICKSTARTS") else {
        eprintln!("LEFT OUT: RINGFENCE_QUICKSTARTS is not set");
        return;
    };
    let (world, inputs) = load(Path::new(&root));
    let size = |name: &str| world.files.get(name).map_or(0, |text| text.len() as u64);
    let templates: u64 = inputs.iter().map(|input| size(&input.template)).sum();
    let parameters: u64 = inputs.iter().filter_map(|input| input.parameters.as_deref()).map(size).sum();
    let mut group = criterion.benchmark_group("quickstarts");
    // One pass over the whole collection takes a good part of a second.
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    for (name, with_parameters, bytes) in
        [("templates", false, templates), ("templates with their parameters", true, templates + parameters)]
    {
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |bencher| {
            bencher.iter(|| inputs.iter().map(|input| run(&world, input, with_parameters)).sum::<usize>());
        });
    }
    group.finish();
}

/// Reads and evaluates one template, as `ringfence check` does.
fn run(world: &MemoryWorld, input: &Input, with_parameters: bool) -> usize {
    let mut session = Session::new(world);
    let Ok(file) = session.load(&input.template) else { return 0 };
    let text = session.sources.file(file).text().clone();
    let Some(node) = read_json(&text, file).0 else { return 0 };
    let mut valuation = Valuation { key: "main".into(), ..Valuation::default() };
    if let Some(parameters) = input.parameters.as_deref().filter(|_| with_parameters)
        && let Ok(file) = session.load(parameters)
    {
        let text = session.sources.file(file).text().clone();
        valuation.parameters = given_parameters(&read_parameters(&text, file).0, &node, &|_| None);
    }
    let mut estate = Estate::default();
    black_box(evaluate(&node, &valuation, &mut estate, &mut session));
    estate.resources.len()
}

/// Every `azuredeploy.json` below a folder, and the parameters files beside them.
fn load(root: &Path) -> (MemoryWorld, Vec<Input>) {
    let mut world = MemoryWorld::default();
    let mut templates = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let is = |name: &str| path.file_name().is_some_and(|own| own == name);
            if path.is_dir() {
                folders.push(path);
            } else if (is("azuredeploy.json") || is("azuredeploy.parameters.json"))
                && let Ok(name) = path.strip_prefix(root)
                && let Ok(mut file) = std::fs::File::open(&path)
            {
                let name = name.to_string_lossy().into_owned();
                let mut bytes = Vec::new();
                if file.read_to_end(&mut bytes).is_ok() {
                    world.files.insert(name.clone(), bytes.into());
                    templates.extend(is("azuredeploy.json").then_some(name));
                }
            }
        }
    }
    templates.sort();
    let inputs = templates.into_iter().map(|template| {
        let parameters = template.replace("azuredeploy.json", "azuredeploy.parameters.json");
        let parameters = world.files.contains_key(&parameters).then_some(parameters);
        Input { template, parameters }
    });
    let inputs = inputs.collect();
    (world, inputs)
}

/// How long this thread has run on a processor.
struct ProcessorTime {
    started: Instant,
}

impl Default for ProcessorTime {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl ProcessorTime {
    fn now(&self) -> Duration {
        // The first number is nanoseconds: https://docs.kernel.org/scheduler/sched-stats.html
        let mut text = String::new();
        let statistics = std::fs::File::open("/proc/thread-self/schedstat");
        let read = statistics.and_then(|mut file| file.read_to_string(&mut text));
        let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
        match (read, nanoseconds) {
            (Ok(_), Some(nanoseconds)) => Duration::from_nanos(nanoseconds),
            _ => self.started.elapsed(),
        }
    }
}

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        self.now()
    }

    fn end(&self, start: Duration) -> Duration {
        self.now().saturating_sub(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
