// How often each word occurs on the standard input, in the order of the words; the exit code is how many there are.
use std::collections::HashMap;
use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("text");
    // A hash table that begins with random numbers: here they are a function of the input.
    let mut words: HashMap<&str, u32> = HashMap::new();
    for word in text.split_whitespace() {
        *words.entry(word).or_insert(0) += 1;
    }
    let mut sorted: Vec<_> = words.into_iter().collect();
    sorted.sort();
    for (word, count) in &sorted {
        println!("{count} {word}");
    }
    if sorted.len() > 99 {
        panic!("{} words are too many", sorted.len());
    }
    std::process::exit(sorted.len() as i32);
}
