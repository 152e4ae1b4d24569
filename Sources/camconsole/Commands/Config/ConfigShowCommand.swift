internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Wording

struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the configuration, sorted and with secrets hidden.",
    discussion: """
      Prints the sections of camera.cfg, then those of other files as FILE:SECTION. Sections and keys are sorted, and \
      comments are left out. So a change of the output is a change of the configuration, and it can be kept under \
      version control. A section whose lines are not KEY=VALUE keeps their order. Secrets show as ***. config apply \
      accepts the output: a value that you do not edit stays as it is.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Print only these sections. By default all.")
  var section: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let files = try global.onCamera { (camera) throws(ServiceError) in try camera.configurationFiles() }
    let sections = try mapError(ServiceError.edit) { () throws(ConfigurationEditProblem) in
      try shown(files)
    }
    if section.isEmpty { for file in files.filesWithOthers { Output.notice(unnamedSection(in: file)) } }
    guard !json else { return try Output.json(.object(["sections": .list(sections.map(\.json))])) }
    for section in sections {
      try Output.line("SECTION \(section.place.name)")
      for line in section.lines { try Output.line(line.text) }
      try Output.line("ENDSECTION \(section.place.name)")
    }
  }

  private func shown(_ files: ConfigurationFiles) throws(ConfigurationEditProblem) -> [ShownSection] {
    var wanted: [SectionPlace] = []
    for name in section { wanted.append(try files.section(named: name)) }
    let places = section.isEmpty ? files.places : files.places.filter(wanted.contains)
    var sections: [ShownSection] = []
    for place in places { sections.append(try files.shown(place)) }
    return sections
  }
}

struct ConfigGetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Print the value of a key.",
    discussion: """
      Prints *** for a secret. Exit code 21 if there is no such key.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The key: SECTION.KEY, FILE:SECTION.KEY, or KEY if only one section of camera.cfg has it.")
  var key: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let files = try global.onCamera { (camera) throws(ServiceError) in try camera.configurationFiles() }
    let shown = try mapError(ServiceError.edit) { () throws(ConfigurationEditProblem) in
      let found = try files.key(named: key)
      guard let shown = files.shown(found) else { throw ConfigurationEditProblem.noKey(key, similar: []) }
      return shown
    }
    guard json else { return try Output.line(shown.value) }
    try Output.json(
      .object(
        shown.fields.merging(["file": .text(shown.key.place.file), "section": .text(shown.key.place.section)]) { $1 }))
  }
}

extension ShownSection {
  fileprivate var json: JSONValue {
    var (keys, texts): ([JSONValue], [String]) = ([], [])
    for line in lines {
      switch line {
      case .key(let key): keys.append(.object(key.fields))
      case .text(let text): texts.append(text)
      }
    }
    return .object([
      "name": .text(place.name), "file": .text(place.file), "section": .text(place.section), "text": .truth(isText),
      "keys": .list(keys), "lines": .texts(texts),
    ])
  }
}

extension ShownSection.Line {
  fileprivate var text: String {
    switch self {
    case .key(let key): "\(key.key.key)=\(key.value)"
    case .text(let text): text
    }
  }
}

extension ShownKey {
  fileprivate var fields: [String: JSONValue] {
    [
      "name": .text(key.name), "key": .text(key.key), "value": .text(value), "secret": .truth(isSecret),
      "fixed": .truth(isFixed),
    ]
  }
}
