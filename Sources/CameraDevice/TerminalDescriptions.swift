package import FileSystem

/// The descriptions of terminals that ncurses reads (terminfo(5)).
package enum TerminalDescriptions {
  /// What the console takes where a type is not known.
  private static let fallback = "vt100"
  /// Those of Debian's ncurses; other systems link to them.
  private static let places = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]

  /// Whether the console can be opened: the type of this process' terminal is described, or else the fallback.
  package static func suffice(files: any FileRoot) -> Bool {
    let types = [ThisProcess.environment("TERM") ?? "", fallback]
    return types.contains { type in directories.contains { holds(type, $0, files) } }
  }

  private static var directories: [String] {
    let named = [ThisProcess.environment("TERMINFO")].compactMap(\.self)
    let homes = [ThisProcess.environment("HOME").map { $0 + "/.terminfo" }].compactMap(\.self)
    let listed = (ThisProcess.environment("TERMINFO_DIRS") ?? "").split(separator: ":").map(String.init)
    return named + homes + listed + places
  }

  /// A description is in a directory named by its first character, or by that in hexadecimal digits.
  private static func holds(_ type: String, _ directory: String, _ files: any FileRoot) -> Bool {
    guard let first = type.utf8.first, !type.contains("/") else { return false }
    return [String(decoding: [first], as: UTF8.self), String(first, radix: 16)].contains { folder in
      (try? files.openDirectory(at: directory + "/" + folder).contains(type)) == true
    }
  }
}
