internal import Glibc

/// Variables of the environment that ncurses reads at one moment.
enum Variables {
  /// Runs `body` with these set, and gives them back what they held.
  static func with<Result>(_ variables: [(name: String, value: String)], _ body: () -> Result) -> Result {
    let former = variables.map { variable in unsafe getenv(variable.name).map { unsafe String(cString: $0) } }
    for (name, value) in variables { unsafe setenv(name, value, 1) }
    defer {
      for (variable, value) in zip(variables, former) {
        if let value { unsafe setenv(variable.name, value, 1) } else { unsafe unsetenv(variable.name) }
      }
    }
    return body()
  }
}

/// The character set of the line.
enum Locale {
  /// Takes the locale of the environment for characters (`setlocale`). One that is not installed and says UTF-8 counts
  /// as `C.UTF-8`, which every C library has: the terminal sends and shows UTF-8 all the same.
  static func take() {
    guard unsafe setlocale(LC_CTYPE, "") == nil, saysUTF8 else { return }
    unsafe setlocale(LC_CTYPE, "C.UTF-8")
  }

  /// Whether the first of the variables that has a value names UTF-8, as in `de_DE.UTF-8` or `de_DE.utf8@euro`, or is
  /// that name alone, as SSH brings it from a Mac.
  private static var saysUTF8: Bool {
    let values = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { (name: String) -> String? in
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    guard let name = values.first(where: { !$0.isEmpty }) else { return false }
    let start = name.firstIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex
    let charset = name[start...].prefix { $0 != "@" }
    return charset.lowercased().filter { $0 != "-" && $0 != "_" } == "utf8"
  }
}
