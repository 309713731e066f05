//! The arguments. The doc comments are the help text.

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Prove that an AI workload on Azure is ring-fenced.
///
/// ringfence reads Bicep and ARM templates, builds one model of everything they deploy, and decides claim by claim
/// whether the workload is sealed: `holds` with its assumptions, `fails` with a counterexample, `unknown` with the
/// missing fact. Nothing leaves the machine.
#[derive(Clone, Debug, Parser)]
#[command(name = "ringfence", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Prove the claims about templates.
    ///
    /// Exit status: 2 when some input was not read whole or there was nothing to judge, otherwise 1 when a claim fails
    /// (with --strict: or is unknown), otherwise 0.
    Check(Check),
    /// Answer a question: `ringfence ask 'resolve NAME from NETWORK'`.
    ///
    /// NAME is a host name, or the name of a service for all of its host names; NETWORK is the name of a virtual network.
    /// The answer is the way of the question: servers, zones, links and records, each with its line.
    ///
    /// Exit status: 0 when it was answered, also if the answer is that something is missing; 2 when some input was not
    /// read whole, or there is no such name or network.
    Ask(Ask),
    /// Compile Bicep to ARM JSON on standard output.
    Build(Build),
    /// Explain a claim: what it states, when it fails, how to mend it.
    Explain(Explain),
}

/// What `check` is given.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Templates, parameter files or folders; `-` is standard input. Of a folder, the templates that no other
    /// template uses as a module are judged, each with each of the parameter files beside it. Of a parameter file, the
    /// template that it names, or the one beside it.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,

    #[command(flatten)]
    pub choices: Choices,

    #[command(flatten)]
    pub workload: Workload,

    #[command(flatten)]
    pub modules: Modules,

    #[command(flatten)]
    pub claims: Claims,

    #[command(flatten)]
    pub output: Output,
}

/// What is judged together.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Workload")]
pub struct Workload {
    /// Judge all templates together, as one estate.
    #[arg(long)]
    pub join: bool,

    /// The workload file, with the deployments that are judged together and their scopes [default: `ringfence.toml`
    /// beside PATH or in the working directory].
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
}

/// What is judged.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Claims")]
pub struct Claims {
    /// Judge only this claim; may be given several times. `ringfence explain` lists the claims.
    #[arg(long, value_name = "CLAIM")]
    pub claim: Vec<String>,

    /// Do not take this assumption for granted, or this kind of them: what rests on it becomes `unknown`. Such as
    /// `complete=off`; --assumptions lists them.
    #[arg(long, value_name = "ID=off")]
    pub assume: Vec<String>,

    /// Exit with 1 also when a claim is unknown.
    #[arg(long)]
    pub strict: bool,
}

/// What the templates are given.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Parameters")]
pub struct Choices {
    /// A parameter file, or a value as `name=value`; may be given several times, the last one counts. A value goes to
    /// each template that has a parameter of that name.
    #[arg(long, short, value_name = "FILE|NAME=VALUE")]
    pub parameters: Vec<String>,

    /// Ignore this parameter's default: ask for which of its values the claims fail. May be given several times; a pattern,
    /// such as `'*'` or `'deploy*'`, frees each switch (a parameter with a default that is a boolean or has `@allowed`
    /// values) that is given no value.
    #[arg(long, value_name = "PARAM|PATTERN")]
    pub free: Vec<String>,

    /// Let an environment variable in, for azd's `${NAME}` and `readEnvironmentVariable`: `NAME` takes it from the
    /// environment, `NAME=VALUE` sets it.
    #[arg(long = "env", value_name = "NAME[=VALUE]")]
    pub environment: Vec<String>,
}

/// Where modules are.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Modules")]
pub struct Modules {
    /// The folder with registry modules, laid out as the Bicep tool's own cache (~/.bicep); without it they are not
    /// read.
    #[arg(long, value_name = "DIR")]
    pub module_cache: Option<String>,
}

impl Modules {
    /// As the Bicep compiler takes them.
    pub(crate) fn options(&self) -> ringfence_bicep::Options {
        ringfence_bicep::Options { module_cache: self.module_cache.clone(), ..ringfence_bicep::Options::default() }
    }
}

/// How to report.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,

    /// Write the report to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<String>,

    /// Print only the counts.
    #[arg(long, short)]
    pub quiet: bool,

    /// Print the text of each assumption.
    #[arg(long)]
    pub assumptions: bool,

    /// Print a line for each subject of which a claim holds, with the setting that decides and its place.
    #[arg(long)]
    pub holds: bool,
}

/// What `ask` is given.
#[derive(Clone, Debug, Args)]
pub struct Ask {
    /// The question, in one argument: `resolve NAME from NETWORK`.
    #[arg(value_name = "QUESTION")]
    pub question: String,

    /// Templates, parameter files or folders, as for `check`.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,

    #[command(flatten)]
    pub choices: Choices,

    #[command(flatten)]
    pub workload: Workload,

    #[command(flatten)]
    pub modules: Modules,

    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = AskFormat::Terminal)]
    pub format: AskFormat,
}

/// What `build` is given.
#[derive(Clone, Debug, Args)]
pub struct Build {
    /// The Bicep files; of several, each template is written beside its file, as `.json`.
    #[arg(value_name = "FILE.bicep", required = true)]
    pub files: Vec<String>,

    #[command(flatten)]
    pub modules: Modules,

    /// Write the template to this file (with one input only).
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<String>,
}

/// What `explain` is given.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// The claim's name; without it, all claims are listed.
    #[arg(value_name = "CLAIM")]
    pub claim: Option<String>,
}

/// How to write the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    Terminal,
    /// For a program: see `schemas/report-1.json`.
    Json,
    /// For a code host.
    Sarif,
}

/// How to write an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AskFormat {
    /// For a person.
    Terminal,
    /// For a program: see `schemas/answer-1.json`.
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
