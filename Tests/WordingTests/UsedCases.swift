import FileSystem
import Testing

/// Which cases of enums of ours are in some values, and which their sources declare.
struct UsedCases {
  /// By the whole name of the type: `BackupStore.StoreError`.
  private(set) var cases: [String: Set<String>] = [:]

  /// Adds a value, and what is in it.
  mutating func add(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    let type = String(reflecting: type(of: value))
    if mirror.displayStyle == .enum, !type.hasPrefix("Swift.") {
      cases[type, default: []].insert(mirror.children.first?.label ?? "\(value)")
    }
    for child in mirror.children { add(child.value) }
  }

  /// The names of the cases of an enum; `nil` where no source declares it.
  static func declared(_ type: String) throws -> Set<String>? {
    let names = type.split(separator: ".").map(String.init)
    let folder = project + "/Sources/" + names[0]
    return try texts(PosixFileSystem().openDirectory(at: folder)).lazy.compactMap { cases(of: names.last!, in: $0) }
      .first
  }

  private static let project = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  private static func texts(_ directory: any Directory) throws -> [String] {
    try directory.entries().flatMap { entry in
      switch try directory.status(of: entry.name).kind {
      case .directory: return try texts(directory.openDirectory(entry.name))
      case .regular where entry.name.hasSuffix(".swift"):
        return [String(decoding: try directory.open(entry.name).readAll(limit: 1 << 20), as: UTF8.self)]
      case .regular, .symbolicLink, .special: return []
      }
    }
  }

  /// The lines that begin with `case` directly in the braces of `enum NAME`.
  private static func cases(of name: String, in text: String) -> Set<String>? {
    var depth: Int?
    var names: Set<String> = []
    for line in text.split(separator: "\n") {
      let code = line.prefix { $0 != "/" }.drop { $0 == " " }
      if depth == nil {
        guard code.contains("enum \(name):") || code.contains("enum \(name) {") else { continue }
        depth = 0
      } else if depth == 1, code.hasPrefix("case ") {
        let plain = code.dropFirst(5).replacing(/\([^)]*\)?/, with: "")
        names.formUnion(
          plain.split(separator: ",").map { String($0.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber }) })
      }
      depth = depth.map { $0 + code.count { $0 == "{" } - code.count { $0 == "}" } }
      if depth == 0 { return names }
    }
    return nil
  }
}
