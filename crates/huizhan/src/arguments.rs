//! What can be asked on the command line.

use clap::{Args, Parser, Subcommand};
use huizhan_base::Date;
use huizhan_scenario::Adjustment;
use huizhan_study::Shard;
use std::path::PathBuf;

/// The scenario played where none is named.
const DEFAULT_SCENARIO: &str = "wuhan1938";

/// The documented campaign as a deterministic simulation.
#[derive(Debug, Parser)]
#[command(name = "huizhan", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play a campaign once and lay it beside the documented one
    Run(RunArguments),
    /// Read a scenario and report everything that is wrong with it
    Check {
        /// A campaign folder, or the name of an embedded scenario
        #[arg(default_value = DEFAULT_SCENARIO)]
        scenario: String,
    },
    /// List the embedded scenarios, or write one out as files
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// Play a recorded run again and say where it first differs
    Replay {
        /// The replay, campaign.replay of a run
        file: PathBuf,
        /// The campaign folder it was played with, where that is not the embedded scenario
        #[arg(long, value_name = "DIR")]
        scenario: Option<String>,
    },
    /// List the factors: what can be switched off or scaled, and where it is explained
    Factors(FactorsArguments),
    /// Play a study: a scenario with something varied, many times
    Study(StudyArguments),
    /// Fit the numbers that have ranges to the record up to a day
    Calibrate(CalibrateArguments),
    /// Play many seeds and score them against the record, beside a naive rival
    Validate(ValidateArguments),
    /// Forecast land battles of a table under the simulation's law of combat
    Engagement(EngagementArguments),
    /// Play the ranges of the model's numbers and say which of them matter
    Sensitivity(SensitivityArguments),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    /// List the embedded scenarios
    List,
    /// Write an embedded scenario into a new folder, as files to edit and run
    Export {
        /// Name of the embedded scenario
        name: String,
        /// The folder to write; it must be new or empty
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// A campaign folder, or the name of an embedded scenario
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// Set a factor, a number of the model or of a side anew, as in `flood=off` or `japan.supply_capacity=0.5`; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Adjustment>,
    /// Seed of all chance
    #[arg(long, default_value_t = 1938, allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// Play with numbers drawn by the seed from a posterior that `huizhan calibrate` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) posterior: Option<PathBuf>,
    /// Last day to play, as in 1938-08-31; the scenario's last day if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Folder for summary.json, events.jsonl, campaign.replay and report.html; nothing is written without it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print summary.json and nothing else
    #[arg(long)]
    pub(crate) json: bool,
    /// Leave out the progress bar and the line a day
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArguments {
    /// A campaign folder, or the name of an embedded scenario
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// Set a factor, a number of the model or of a side anew, as in `flood=off` or `japan.supply_capacity=0.5`; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Adjustment>,
    /// How many seeds to play, from 0 on
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) replications: u32,
    /// Play each seed with numbers drawn from a posterior that `huizhan calibrate` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) posterior: Option<PathBuf>,
    /// Threads to play on; all cores if not given. The result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Folder for validation.json and validation.html; nothing is written without it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print validation.json and nothing else
    #[arg(long)]
    pub(crate) json: bool,
    /// Score forecasts of land battles instead: a CSV file in the columns of `huizhan engagement`, with outcomes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["replications", "posterior"])]
    pub(crate) engagements: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CalibrateArguments {
    /// A campaign folder, or the name of an embedded scenario
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// Last day of the record that is used; the scenario's `early_until` if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Hold a factor or number fixed, as in `flood=off`; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Adjustment>,
    /// Members of the ensemble
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    pub(crate) particles: u32,
    /// Updates towards the data
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(crate) updates: u32,
    /// Particles that the posterior file keeps
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) keep: u32,
    /// Seed of all chance
    #[arg(long, default_value_t = 1938)]
    pub(crate) seed: u64,
    /// Threads to play on; all cores if not given. The result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Minutes after which no further update is begun; --resume goes on
    #[arg(long, value_name = "MINUTES")]
    pub(crate) budget: Option<f64>,
    /// Go on with the ensemble of an earlier call in --out
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Fit N campaigns made by the model itself instead, and say how often the truth lies within the intervals
    #[arg(long, value_name = "N", conflicts_with_all = ["resume", "budget"])]
    pub(crate) sbc: Option<u32>,
    /// Folder for posterior.csv, calibration.json, report.md, report.html and the state of a fit under way
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    /// The study, a TOML file
    pub(crate) file: PathBuf,
    /// Seeds a point, instead of the file's
    #[arg(long, short = 'n', value_name = "N")]
    pub(crate) replications: Option<u32>,
    /// Threads to play on; all cores if not given. The result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Go on with what an earlier call wrote into --out
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Play one part of N alone, from 1/N to N/N; together they are the whole study
    #[arg(long, value_name = "I/N", requires = "out")]
    pub(crate) shard: Option<Shard>,
    /// Play each seed with numbers drawn from a posterior that `huizhan calibrate` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) posterior: Option<PathBuf>,
    /// Play nothing: read the results in a folder or at an address, and write the report into --out
    #[arg(long, value_name = "FOLDER|URL", conflicts_with_all = ["resume", "shard"])]
    pub(crate) merge: Option<String>,
    /// Play even more than a million runs
    #[arg(long)]
    pub(crate) yes: bool,
    /// Folder or address for the tables (Parquet) and report.html; nothing is written without it
    #[arg(long, value_name = "DIR|URL")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct FactorsArguments {
    /// List the numbers of the model and of sides as well: value, range, unit, meaning
    #[arg(long)]
    pub(crate) all: bool,
    /// The campaign folder or embedded scenario whose numbers are listed
    #[arg(long, value_name = "SCENARIO", default_value = DEFAULT_SCENARIO, requires = "all")]
    pub(crate) scenario: String,
}

#[derive(Debug, Args)]
pub(crate) struct EngagementArguments {
    /// The battles, a CSV file in the columns of the CDB90 data base (`docs/model/engagement.md`)
    #[arg(long, value_name = "FILE")]
    pub(crate) battles: PathBuf,
    /// The file to write, a row a battle: `isqno,p_win,mu_a,sd_a,mu_d,sd_d`
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The campaign folder or embedded scenario whose numbers of combat are used
    #[arg(long, value_name = "SCENARIO", default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// Set a number of the model anew, as in `combat.force_ratio=0.3`; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Adjustment>,
}

/// How the ranges of numbers are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SensitivityMethod {
    /// Screening: which of many numbers matter at all
    Morris,
    /// Shares of the variance: how much each of a few matters, alone and with others
    Sobol,
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityArguments {
    /// A campaign folder, or the name of an embedded scenario
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// How the ranges are walked
    #[arg(long, value_enum, default_value_t = SensitivityMethod::Morris)]
    pub(crate) method: SensitivityMethod,
    /// What is measured, as in a study (`capture.PLACE`, `losses.SIDE`, `captures`); may be repeated [default: captures]
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Vec<String>,
    /// Vary this number alone, or this group of numbers (`combat`); may be repeated. All that have ranges if not given
    #[arg(long, value_name = "KEY")]
    pub(crate) number: Vec<String>,
    /// Trajectories of morris, each as many points as numbers and one more [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(crate) trajectories: Option<u32>,
    /// Samples of sobol, each as many points as numbers and two more; a power of two is best [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=65_536))]
    pub(crate) samples: Option<u32>,
    /// Seeds a point, from 0 on, the same for every point; with one seed nothing is said of chance
    #[arg(long, short = 'n', value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) replications: u32,
    /// Hold a factor or number, as in `flood=off`; what is held is not varied; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Adjustment>,
    /// Seed of the design
    #[arg(long, default_value_t = 1938)]
    pub(crate) seed: u64,
    /// Threads to play on; all cores if not given. The result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Play even more than a million runs
    #[arg(long)]
    pub(crate) yes: bool,
    /// Folder for sensitivity.csv; nothing is written without it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print the result as JSON and nothing else
    #[arg(long)]
    pub(crate) json: bool,
}
