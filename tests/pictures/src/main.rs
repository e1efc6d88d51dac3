//! Takes pictures of the gallery's scenes, and writes a page that has them all beside each other. What it prints is for
//! whoever has called it.
#![expect(clippy::print_stdout, reason = "a command line program speaks through standard output")]

mod page;
mod scene;
mod server;

use std::{
    fs,
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
};

use anyhow::{Context as _, Result};
use clap::Parser;

use self::{
    page::Page,
    scene::{Scene, scenes},
};

/// How many pages are open at once: while one waits, another is drawn.
const AT_ONCE: usize = 2;

/// See `cargo xtask gallery --pictures`, which sets what this needs from the environment: `CHROMEDRIVER` and `CHROMIUM`
/// (programs).
#[derive(Parser)]
struct Arguments {
    /// The built gallery
    #[arg(long)]
    gallery: PathBuf,
    /// Where the pictures go
    #[arg(long)]
    into: PathBuf,
    /// Only scenes whose names have this in them
    #[arg(long, default_value = "")]
    scene: String,
    /// The languages, by their tags
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
    /// One of examples/brands
    #[arg(long)]
    brand: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(problems) => {
            println!("{problems} problems");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Gives how many problems there were: scenes that did not come about, pages that are too wide.
async fn run(arguments: &Arguments) -> Result<usize> {
    let mut scenes = scenes(&arguments.gallery)?;
    scenes.retain(|scene| scene.name.contains(&arguments.scene));
    fs::create_dir_all(&arguments.into)?;
    let visits: Vec<(&Scene, &str)> =
        scenes.iter().flat_map(|scene| arguments.languages.iter().map(move |tag| (scene, tag.as_str()))).collect();
    let next = AtomicUsize::new(0);
    let url = server::start(&arguments.gallery).await?;
    let work = async || {
        let mut problems = Vec::new();
        let page = Page::open().await;
        while let Some((scene, language)) = visits.get(next.fetch_add(1, Ordering::Relaxed)) {
            let brand = arguments.brand.as_deref();
            let seen = page.take_pictures(&url, scene, language, brand, &arguments.into).await;
            let seen = seen.unwrap_or_else(|error| vec![format!("{} in {language}: {error:#}", scene.name)]);
            for problem in &seen {
                println!("{problem}");
            }
            problems.extend(seen);
        }
        page.close().await;
        problems
    };
    const { assert!(AT_ONCE == 2) };
    let (mut problems, others) = tokio::join!(work(), work());
    problems.extend(others);
    let sheet = scene::contact_sheet(&scenes, &arguments.languages, &problems);
    let path = arguments.into.join("index.html");
    fs::write(&path, sheet).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{} pictures are in {}", visits.len() * page::LOOKS.len(), path.display());
    Ok(problems.len())
}
