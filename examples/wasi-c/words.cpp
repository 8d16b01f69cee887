// How often each word occurs on the standard input, in the order of the words; the exit code is how many there are.
#include <iostream>
#include <map>
#include <string>

int main() {
  std::map<std::string, int> words;
  for (std::string word; std::cin >> word;) words[word]++;
  for (const auto &entry : words) std::cout << entry.second << " " << entry.first << "\n";
  return static_cast<int>(words.size());
}
