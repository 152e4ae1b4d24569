import Testing

@testable import CameraModel

/// Command lines as a POSIX shell takes them apart.
struct ShellWordsTests {
  @Test(arguments: [
    ("", []), ("  \t ", []), ("status", ["status"]), ("  backup \t list  ", ["backup", "list"]),
    ("status\n", ["status"]),
    ("a 'b c' d", ["a", "b c", "d"]), ("a \"b c\" d", ["a", "b c", "d"]), (#"a b\ c d"#, ["a", "b c", "d"]),
    ("--label='a b'c\" d\"", ["--label=a bc d"]), ("a '' \"\" b", ["a", "", "", "b"]),
    (#"'a\b' "a\b" "a\"b\\c\$d\`e" a\b"#, [#"a\b"#, #"a\b"#, #"a"b\c$d`e"#, "ab"]),
    (#"'"' "'" \' \""#, ["\"", "'", "'", "\""]), ("a\\\nb 'c\nd' \"e\\\nf\"", ["ab", "c\nd", "ef"]),
    ("Größe '東 京'", ["Größe", "東 京"]),
    // Nothing is expanded, and nothing separates commands.
    ("$HOME `id` $(id) \"$HOME `id`\" ~ * ? [a]", ["$HOME", "`id`", "$(id)", "$HOME `id`", "~", "*", "?", "[a]"]),
    ("status; reboot && x | y > z # w", ["status;", "reboot", "&&", "x", "|", "y", ">", "z", "#", "w"]),
  ]) func words(_ line: String, _ words: [String]) throws {
    #expect(try ShellWords.split(line) == words)
  }

  @Test(arguments: [
    ("a 'b", ShellWordsProblem.unbalanced), ("a \"b", .unbalanced), (#"a \"#, .unbalanced), (#"a "b\"#, .unbalanced),
    ("'", .unbalanced), ("status\nreboot", .severalLines), ("status\r\nreboot", .severalLines),
  ]) func whatIsRefused(_ line: String, _ problem: ShellWordsProblem) {
    #expect(throws: problem) { try ShellWords.split(line) }
  }

  /// Each shape of a long line is taken apart or refused without a loop over what was read before.
  @Test(arguments: ["a ", "'' ", "\"", "'", "\\", "\\ ", "a", "--json ", "\n", "\" \"", "é"])
  func longLinesAreBounded(_ piece: String) {
    let line = String(repeating: piece, count: ShellWords.longest / piece.utf8.count)
    #expect((try? ShellWords.split(line))?.count ?? 0 <= ShellWords.most)
    #expect(throws: ShellWordsProblem.tooLong(ShellWords.longest)) {
      try ShellWords.split(line + String(repeating: piece, count: ShellWords.longest))
    }
  }

  @Test func wordsAreBounded() throws {
    #expect(try ShellWords.split(String(repeating: "a ", count: ShellWords.most)).count == ShellWords.most)
    #expect(throws: ShellWordsProblem.tooMany(ShellWords.most)) {
      try ShellWords.split(String(repeating: "a ", count: ShellWords.most + 1))
    }
  }

  @Test(
    arguments: [
      ([], [], false, nil), (["status"], ["status"], false, nil), (["--json", "status"], ["status"], true, nil),
      (["status", "--wait", "5", "--json", "--json"], ["status"], true, "5"),
      (["--wait=7", "status", "--wait", "9"], ["status"], false, "9"),
      (["status", "--wait"], ["status", "--wait"], false, nil),
      (["status", "--wait", "--json"], ["status", "--wait"], true, nil),
      (["status", "--wait", "x"], ["status", "--wait", "x"], false, nil),
      (["label", "--", "--json", "--wait", "5"], ["label", "--", "--json", "--wait", "5"], false, nil),
    ] as [([String], [String], Bool, String?)])
  func commonOptionsStandApart(_ given: [String], _ words: [String], _ isJSON: Bool, _ wait: String?) {
    let command = CommandWords(given)
    #expect(command.words == words && command.isJSON == isJSON && command.wait == wait)
  }

  @Test func theyGoBehindTheRest() {
    #expect(
      CommandWords(["--json", "--wait", "5", "label", "--", "-x"]).arguments == [
        "label", "--wait", "5", "--json", "--", "-x",
      ])
  }
}
