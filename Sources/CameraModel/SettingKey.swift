/// A key of `SECTION camconsole`: where its value goes, and what is accepted.
struct SettingKey: Sendable {
  typealias Place<Value> = any WritableKeyPath<Settings, Value> & Sendable

  enum Domain: Sendable {
    /// Nobody else may exchange it, and it lies apart from the configuration.
    case directory(Place<String>)
    /// The same; it may be empty.
    case optionalDirectory(Place<String>)
    case optionalFile(Place<String>)
    /// Places that others may fill: what is found there is not trusted.
    case directories(Place<[String]>)
    case fileName(Place<String>)
    case optionalFileName(Place<String>)
    case command(Place<[String]>)
    case optionalCommand(Place<[String]>)
    case number(Place<Int>, ClosedRange<Int>)
    case flag(Place<Bool>)
    case words(Place<[String]>)
    case pathPatterns(Place<[PathPattern]>)
    case subcommands(Place<[String]>)
    case rules(Place<Settings.Rules>)
  }

  let name: String
  let domain: Domain
  let documentation: String

  init(_ name: String, _ domain: Domain, _ documentation: String) {
    self.name = name
    self.domain = domain
    self.documentation = documentation
  }

  /// What a value must be.
  var accepted: AcceptedValue {
    switch domain {
    case .directory: .absolutePath(mayBeEmpty: false)
    case .optionalDirectory, .optionalFile: .absolutePath(mayBeEmpty: true)
    case .directories: .absolutePaths
    case .fileName: .fileName(mayBeEmpty: false)
    case .optionalFileName: .fileName(mayBeEmpty: true)
    case .command: .command(mayBeEmpty: false)
    case .optionalCommand: .command(mayBeEmpty: true)
    case .number(_, let range): .number(range)
    case .flag: .oneOf(["yes", "no"])
    case .words: .words
    case .pathPatterns: .pathPatterns
    case .subcommands: .subcommands
    case .rules: .oneOf(Settings.Rules.allCases.map(\.rawValue))
    }
  }

  /// Whether its value is the path of a directory.
  var isDirectory: Bool {
    switch domain {
    case .directory, .optionalDirectory: true
    case .optionalFile, .directories, .fileName, .optionalFileName, .command, .optionalCommand, .number, .flag, .words,
      .pathPatterns, .subcommands, .rules:
      false
    }
  }

  /// Whether its value is the path of a file.
  var isFile: Bool { if case .optionalFile = domain { true } else { false } }

  /// The current value, as it is written in the file.
  func text(in settings: Settings) -> String {
    switch domain {
    case .directory(let place), .optionalDirectory(let place), .optionalFile(let place), .fileName(let place),
      .optionalFileName(let place):
      settings[keyPath: place]
    case .command(let place), .optionalCommand(let place), .words(let place):
      settings[keyPath: place].joined(separator: " ")
    case .pathPatterns(let place): settings[keyPath: place].map(\.text).joined(separator: " ")
    case .number(let place, _): String(settings[keyPath: place])
    case .flag(let place): settings[keyPath: place] ? "yes" : "no"
    case .subcommands(let place), .directories(let place): settings[keyPath: place].joined(separator: ", ")
    case .rules(let place): settings[keyPath: place].rawValue
    }
  }

  /// Takes a value from the file.
  ///
  /// - Returns: whether it is accepted.
  func set(_ text: String, in settings: inout Settings) -> Bool {
    switch domain {
    case .directory(let place), .optionalDirectory(let place), .optionalFile(let place), .fileName(let place),
      .optionalFileName(let place):
      return store(accepted.accepts(text) ? text : nil, at: place, in: &settings)
    case .directories(let place):
      return store(accepted.accepts(text) ? SettingText.paths(text) : nil, at: place, in: &settings)
    case .command(let place), .optionalCommand(let place), .words(let place):
      return store(accepted.accepts(text) ? SettingText.words(text) : nil, at: place, in: &settings)
    case .pathPatterns(let place):
      let patterns = accepted.accepts(text) ? SettingText.words(text).compactMap { PathPattern($0) } : nil
      return store(patterns, at: place, in: &settings)
    case .number(let place, let range):
      return store(SettingText.number(text, in: range), at: place, in: &settings)
    case .flag(let place):
      return store(["yes": true, "no": false][text], at: place, in: &settings)
    case .subcommands(let place):
      return store(accepted.accepts(text) ? SettingText.subcommands(text) : nil, at: place, in: &settings)
    case .rules(let place):
      return store(Settings.Rules(rawValue: text), at: place, in: &settings)
    }
  }

  private func store<Value>(_ value: Value?, at place: Place<Value>, in settings: inout Settings) -> Bool {
    guard let value else { return false }
    settings[keyPath: place] = value
    return true
  }
}
