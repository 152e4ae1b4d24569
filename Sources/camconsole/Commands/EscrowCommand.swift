internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraService
internal import FileSystem
internal import Sodium
internal import Wording

struct EscrowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escrow",
    abstract: "Make the keys of an organisation, and open the PINs that cameras sealed for it.",
    discussion: """
      An organisation keeps one private key, offline. Each camera has the public key, and ESCROW= in its settings \
      names the file. Then pin set and pin change seal the new PIN for the organisation, in the file escrow of the \
      state directory and in status --json. Nobody opens it without the private key. A PIN that was set before is \
      sealed by pin set with the same PIN.
      """,
    subcommands: [EscrowKeygenCommand.self, EscrowOpenCommand.self])
}

struct EscrowKeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a private key and its public key.",
    discussion: """
      The private key goes to FILE, which only its owner can read. The public key goes to FILE.pub. An existing file \
      is never overwritten.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The new file for the private key.")
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !file.isEmpty else { throw ValidationError("keygen takes the new file for the private key.") }
  }

  func run() throws {
    try Permission.check("escrow keygen", file)
    let pair = try mapError({ (_: EscrowKeyFault) in ServiceError.secret(.noMemory) }, try EscrowPrivateKey.make())
    let line = try mapError({ (_: EscrowKeyFault) in ServiceError.secret(.noMemory) }, try pair.line())
    let publicFile = file + ".pub"
    // Both names must be free before anything is written. A public key without its private one would lock PINs up.
    let names = [try KeyFile(file), try KeyFile(publicFile)]
    try line.withBytes { (bytes) throws(ServiceError) in try names[0].write(bytes) }
    do {
      try names[1].write(pair.key.line.span)
    } catch {
      names[0].remove()
      throw error
    }
    guard !json else {
      return try Output.json(
        .object([
          "private": .text(file), "public": .text(publicFile), "fingerprint": .text(pair.key.fingerprint),
        ]))
    }
    for sentence in pair.key.madeSentences(file, publicFile) { try Output.line(sentence) }
  }
}

/// A file of a key that is to be made.
private struct KeyFile {
  private let path: String
  private let place: SplitPath
  private let directory: any Directory

  /// - Throws: `.export` where something has the name.
  init(_ path: String) throws(ServiceError) {
    self.path = path
    do throws(FileError) {
      guard let place = SplitPath(ThisProcess.absolute(path)) else {
        throw FileError(.create, path, code: FileError.Code.exists)
      }
      directory = try Composition.files.openDirectory(at: place.directory)
      self.place = place
      guard try !directory.contains(place.name) else { throw FileError(.create, path, code: FileError.Code.exists) }
    } catch {
      throw .export(path: path, error)
    }
  }

  func write(_ bytes: Span<UInt8>) throws(ServiceError) {
    do throws(FileError) {
      var file = try NewFile(place.name, in: directory)
      do throws(FileError) {
        try file.append(bytes)
        try file.finish()
      } catch {
        file.discard()
        throw error
      }
    } catch {
      throw .export(path: path, error)
    }
  }

  func remove() { try? directory.remove(place.name) }
}

struct EscrowOpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open sealed PINs with the private key, on a machine of the organisation.",
    discussion: """
      Reads the file escrow of a state directory, or the output of status --json of one camera or of many, one a line. \
      Prints one line a PIN: model, serial number, when it was sealed, the first four digits of the numbers of its \
      backups, and the PIN. If the output is not a terminal, nothing is printed without --reveal. If a PIN cannot be \
      opened, the others are printed all the same, and the exit code is that of the first error. Other users must not \
      be able to read the file of the private key.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The private key.", valueName: "file"))
  var key: String

  @Argument(help: "Files with sealed PINs, - for standard input, which is also read without any.")
  var file: [String] = []

  @Flag(help: "Print the PINs although the output is not a terminal.")
  var reveal = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !key.isEmpty, !file.contains("") else { throw ValidationError("--key and FILE take a path.") }
  }

  func run() throws {
    try Permission.check("--key", key)
    for name in file { try Permission.check("escrow open", name) }
    guard reveal || SystemCalls.isOutputATerminal else { throw ServiceError.escrow(.notRevealed) }
    let opener = try EscrowKeys(files: Composition.files).privateKey(at: ThisProcess.absolute(key))
    var first: ServiceError?
    for source in file.isEmpty ? ["-"] : file {
      do throws(ServiceError) {
        for item in try EscrowInput.items(source) {
          if let error = try print(item, source, opener) { first = first ?? error }
        }
      } catch {
        guard error.isOfEscrow else { throw error }
        try tell(error, source, nil)
        first = first ?? error
      }
    }
    if let first { throw ExitCode(first.code.rawValue) }
  }

  /// - Returns: why the PIN cannot be opened, once that is told.
  private func print(
    _ item: Result<SealedPIN, SealedPIN.Fault>, _ source: String, _ key: borrowing EscrowPrivateKey
  ) throws(ServiceError) -> ServiceError? {
    let sealed: SealedPIN? = if case .success(let sealed) = item { sealed } else { nil }
    let opened: SealedPIN
    let pin: SecretBytes
    do throws(SealedPIN.Fault) {
      opened = try item.get()
      pin = try opened.open(with: key)
    } catch {
      let problem = ServiceError(error, source, sealed)
      guard problem.isOfEscrow else { throw problem }
      try tell(problem, source, sealed)
      return problem
    }
    try printLine(opened, pin, source)
    return nil
  }

  private func printLine(_ sealed: SealedPIN, _ pin: borrowing SecretBytes, _ source: String) throws(ServiceError) {
    let (before, after) = json ? EscrowLine.json(sealed, source) : (EscrowLine.text(sealed), [])
    try SecretLine.print(before, pin, after + [0x0A])
  }

  private func tell(_ error: ServiceError, _ source: String, _ sealed: SealedPIN?) throws(ServiceError) {
    guard json else { return Output.report(error, asJSON: false) }
    var fields = EscrowLine.fields(sealed, source)
    fields["pin"] = .null
    fields["error"] = .object(error.fields)
    try Output.json(.object(fields))
  }
}

/// What is printed beside a PIN.
private enum EscrowLine {
  static func text(_ sealed: SealedPIN) -> [UInt8] {
    let camera = device(sealed.model, sealed.serial, "")
    let epoch = String(sealed.epoch, radix: 16, uppercase: true)
    let numbers = String(repeating: "0", count: max(4 - epoch.utf8.count, 0)) + epoch
    let texts = [camera.isEmpty ? "unknown" : camera, Composition.time.localTime(sealed.time), numbers, ""]
    return Array(Output.clean(texts.joined(separator: "  ")).utf8)
  }

  /// What comes before the digits, and what behind them.
  static func json(_ sealed: SealedPIN, _ source: String) -> ([UInt8], [UInt8]) {
    var fields = fields(sealed, source)
    fields["error"] = .null
    let text = Array(JSONValue.object(fields).text.utf8)
    return (Array(text.dropLast()) + Array(",\"pin\":\"".utf8), Array("\"}".utf8))
  }

  static func fields(_ sealed: SealedPIN?, _ source: String) -> [String: JSONValue] {
    [
      "source": .text(source), "model": JSONValue(sealed?.model), "serial": JSONValue(sealed?.serial),
      "time": JSONValue(time: sealed?.time), "vault_id": JSONValue(sealed?.vault),
      "epoch": JSONValue(sealed.map { Int64($0.epoch) }), "fingerprint": JSONValue(sealed?.key.fingerprint),
    ]
  }
}

extension ServiceError {
  fileprivate init(_ fault: SealedPIN.Fault, _ source: String, _ sealed: SealedPIN?) {
    self =
      switch fault {
      case .notOne: .escrow(.nothingFound(source: source))
      case .laterVersion: .escrow(.laterVersion(source: source))
      case .damaged: .escrow(.damaged(source: source))
      case .otherKey: .escrow(.otherKey(source: source, fingerprint: sealed?.key.fingerprint ?? ""))
      case .noMemory: .secret(.noMemory)
      }
  }

  /// Whether it is about one of several inputs.
  fileprivate var isOfEscrow: Bool { if case .escrow = self { true } else { false } }
}
