internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Sodium
internal import Wording

struct PINCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Set, change and check the Super PIN.",
    discussion: "Without a Super PIN there are no backups; only with it a backup can be opened and restored.",
    subcommands: [
      PINSetCommand.self, PINChangeCommand.self, PINAdoptCommand.self, PINCheckCommand.self, PINGenerateCommand.self,
    ])
}

struct PINSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Set the Super PIN.",
    discussion: """
      If backups of another Super PIN are on the card and these digits open them, they are adopted, and the digits may \
      be as few as they were; if not, the card would be locked until the former digits are set again, which is asked \
      first. Where these digits are the Super PIN already, nothing is done, which is a success; other digits count as a \
      wrong PIN then. With --forgotten a new PIN replaces the one in force without it: the backups on the card are then locked \
      in the same way.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Replace a PIN that nobody knows any more.")
  var forgotten = false

  @Option(
    name: [.customLong("pin-file"), .customLong("new-pin-file")],
    help: ArgumentHelp("Read the new PIN from this file, - for standard input.", valueName: "file"))
  var pinFile: String?

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Permission.check("--pin-file", pinFile)
    if forgotten {
      try Confirmation.require(
        .replacePIN, "The backups on all cards stay locked until the old PIN is set again.",
        yes: yes)
    }
    let pin = try Composition.secrets.readNew(file: pinFile, option: "--pin-file", prompt: "New Super PIN")
    PINReporting.tellStrength(pin)
    var decisions = PINReporting.decisions(yes: yes)
    if forgotten { decisions.lockCard = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.setPIN(pin, forgetting: forgotten, decisions)
    }
    try PINReporting.print(report, report.isSame ? PINReporting.sameText : "The Super PIN is set.", json: json)
  }
}

struct PINChangeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change the Super PIN and re-encrypt every backup on the card.",
    discussion: """
      Until all backups are rewritten and verified the old PIN holds; then, at once, the new one. Safe to interrupt. \
      A card that is not in the slot keeps the old PIN: it will be locked until those digits are set again. So a \
      change without a card, or with another card than the one that has the backups, needs --without-card. Where the \
      new PIN is the Super PIN already, nothing is done, which is a success.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Read the old PIN from this file, - for standard input.", valueName: "file"))
  var oldPinFile: String?

  @Option(help: ArgumentHelp("Read the new PIN from this file, - for standard input.", valueName: "file"))
  var newPinFile: String?

  @Flag(help: "Change it although backups cannot be re-encrypted: no card, another card, read-only, or too small.")
  var withoutCard = false

  @Flag(help: "Give up backups that are damaged.")
  var loseDamaged = false

  @Flag(help: "Give up what Undo would put back, if the state directory has no room to re-encrypt it.")
  var loseUndo = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Permission.check("--old-pin-file", oldPinFile)
    try Permission.check("--new-pin-file", newPinFile)
    let old = try Composition.secrets.read(file: oldPinFile, option: "--old-pin-file", prompt: "Old Super PIN")
    let new = try Composition.secrets.readNew(
      file: newPinFile, option: "--new-pin-file", prompt: "New Super PIN", line: oldPinFile == "-" ? 2 : 1)
    PINReporting.tellStrength(new)
    var decisions = PINReporting.decisions(yes: yes)
    if withoutCard { decisions.leaveCard = { _ in true } }
    if loseUndo { decisions.loseUndo = { _ in true } }
    if loseDamaged { decisions.loseDamaged = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.changePIN(from: old, to: new, decisions)
    }
    let isSame = old.isEqual(to: new) || report.isSame
    let words = isSame ? PINReporting.sameText : "The Super PIN is changed."
    try PINReporting.print(report, words, json: json)
  }
}

struct PINAdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Try the Super PIN on backups that another camera wrote with the same digits.",
    discussion: "Those that it opens become backups of this camera. Keep marks are not known after that.")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var pinOption: PINOption

  @Flag(
    help:
      "Adopt them although backups on another card are locked by that: a camera has at most \(spelled(BackupLimits.vaults)) PINs' keys."
  )
  var withoutCard = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read()
    var decisions = PINReporting.decisions(yes: yes)
    if withoutCard { decisions.leaveCard = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.adoptBackups(pin, decisions)
    }
    let isNothing = report.outcome.isUnchanged
    try PINReporting.print(report, isNothing ? "No backup on the card has another PIN." : "Done.", json: json)
  }
}

struct PINCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the Super PIN; a wrong one counts.",
    discussion: "JSON: right (true; a wrong PIN is an error).")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read()
    try global.onCamera { (camera) throws(ServiceError) in try camera.checkPIN(pin) }
    guard !json else { return try Output.json(.object(["right": .truth(true)])) }
    try Output.line("The Super PIN is right.")
  }
}

struct PINGenerateCommand: ParsableCommand {
  private static let lengths = "\(PINRules.generatedLengths.lowerBound) to \(PINRules.generatedLengths.upperBound)"

  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Print random digits for a Super PIN.",
    discussion: "They are not set. Write them down: nobody can open a backup without them. JSON: pin.")

  @OptionGroup var global: GlobalOptions

  @Option(help: "How many digits, \(lengths).")
  var digits = PINRules.generated

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard PINRules.generatedLengths.contains(digits) else { throw ValidationError("--digits takes \(Self.lengths).") }
  }

  func run() throws {
    let pin = try Camera.generatePIN(count: digits)
    try line(of: pin).withBytes { (bytes) throws(ServiceError) in
      try mapError(ServiceError.output, try SystemCalls.write(bytes, to: 1, name: "standard output"))
    }
    if SystemCalls.isErrorATerminal {
      Output.notice("They resist a thief of the card for \(wording(PINStrength(digits: digits).resistance)).")
    }
  }

  /// The digits as they are printed, in guarded memory all the way.
  private func line(of pin: borrowing SecretBytes) throws(ServiceError) -> SecretBytes {
    let (before, after) = json ? (Array(#"{"pin":""#.utf8), Array("\"}\n".utf8)) : ([], [0x0A])
    var line = try mapError(ServiceError.init(_:), try SecretBytes(count: before.count + digits + after.count))
    pin.withBytes { pin in
      line.withMutableBytes { line in
        for index in before.indices { line[index] = before[index] }
        for index in 0..<pin.count { line[before.count + index] = pin[index] }
        for index in after.indices { line[before.count + pin.count + index] = after[index] }
      }
    }
    return line
  }
}
