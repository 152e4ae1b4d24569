import CameraDevice
import CameraModel
import FileSystem
import FoundationEssentials
import Synchronization
import TestSupport

@testable import ConfigurationChange

/// A configuration on a real file system, which can exchange directories, with modules and a clock in memory.
struct ChangeBench {
  let bus = TestBus()
  let time = TestTime()
  let keeper = TestKeeper()
  /// What is done to the journal.
  let steps = Steps()
  let journal: ChangeJournal<NoDetails>
  private let root: any Directory
  private let machine: Machine

  static func with(_ body: (ChangeBench) throws -> Void) throws {
    try withTemporaryDirectory { path in try body(try ChangeBench(path)) }
  }

  private init(_ path: String) throws {
    let files = PosixFileSystem()
    root = try files.openDirectory(at: path)
    for name in ["config", "state"] { try root.makeDirectory(name, mode: 0o700) }
    try DurableFile.replace("text", in: try root.openDirectory("config"), with: Array("former".utf8).span)
    let lines = "SECTION camconsole\nCONFIG=\(path)/config\nSTATE=\(path)/state\nENDSECTION camconsole\n"
    let settings = try Settings(ConfigurationDocument(Array(lines.utf8)))
    machine = Machine(
      settings: settings, files: files, card: PosixCardSlot(path: path, mustBeMounted: false, files: files), bus: bus,
      time: time, commands: ProcessRunner(files: files))
    journal = ChangeJournal(directory: steps.noting(try root.openDirectory("state"), "state"))
  }

  func engine(shouldStop: @escaping @Sendable () -> Bool = { false }) -> ChangeEngine<NoDetails> {
    ChangeEngine(journal: journal, machine: machine, keeper: keeper, shouldStop: shouldStop)
  }

  /// A change to another text, and of the modules 01 and 02.
  func plan(minutes: Int = 10, error: TestError? = nil, modules: [String] = ["01", "02"]) -> ChangePlan<NoDetails> {
    ChangePlan(
      subject: "00010001", caller: "root", camera: CameraIdentity(model: "A", serial: "1", firmware: "2"),
      revertMinutes: minutes,
      modules: modules.map {
        .init(address: $0, kind: "lens", settings: Data("new".utf8), isThere: bus.settings[$0] != nil)
      },
      source: TestSource(error: error))
  }

  /// What is in the configuration, or in another directory beside it.
  func text(in directory: String = "config") throws -> String {
    String(decoding: try root.openDirectory(directory).open("text").readAll(limit: 64), as: UTF8.self)
  }

  /// Makes the record of how the last change went unreadable.
  func damageOutcome() throws {
    try DurableFile.replace("restored", in: try root.openDirectory("state"), with: Array("garbage".utf8).span)
  }

  /// Gives the configuration, or what is beside it, another name.
  func rename(_ name: String = "config", to other: String) throws { try root.rename(name, to: other) }

  /// Makes another configuration.
  func make(_ name: String, _ text: String) throws {
    try root.makeDirectory(name, mode: 0o700)
    try DurableFile.replace("text", in: try root.openDirectory(name), with: Array(text.utf8).span)
  }

  var hasSibling: Bool { (try? root.contains(".config.camconsole")) == true }
}

enum TestError: Error {
  case source
}

struct TestSource: ChangeSource {
  let error: TestError?

  mutating func build(in root: any Directory) throws(ChangeError) -> FileAttributes {
    do {
      let file = try root.create("text")
      try file.write(Array("new".utf8).span, at: 0)
      if let error { throw error }
      let status = try root.status()
      return FileAttributes(
        mode: status.mode, owner: status.owner, group: status.group, modified: status.modified, extended: [])
    } catch {
      throw .source(error)
    }
  }

  func details(of staged: (any Directory)?, losing: [AttributeLoss], after former: NoDetails?) -> NoDetails {
    NoDetails()
  }
}

/// Keeps what a test wants it to have kept.
final class TestKeeper: FormerKeeper {
  private struct State {
    var answer = KeptFormer.kept
    var kept: [String] = []
  }

  private let state = Mutex(State())

  /// The former configurations that it was given.
  var kept: [String] { state.withLock { $0.kept } }

  func answer(_ answer: KeptFormer) { state.withLock { $0.answer = answer } }

  func keep(
    _ intent: ChangeIntent<NoDetails>, mayPostpone: Bool, tree: () throws(ChangeError) -> (any Directory)?
  ) -> KeptFormer {
    let bytes = try? tree()?.open("text").readAll(limit: 64)
    return state.withLock {
      if case .postponed = $0.answer, mayPostpone { return .postponed }
      $0.kept.append(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
      if case .notKept(let problem) = $0.answer { return .notKept(problem) }
      return .kept
    }
  }
}

/// Modules, some of which do not take what is written.
final class TestBus: ModuleBus {
  private struct State {
    var settings = ["01": "former", "02": "former"]
    var stubborn: Set<String> = []
    var kinds: [String: String] = [:]
  }

  private let state = Mutex(State())

  var settings: [String: String] { state.withLock { $0.settings } }

  func set(_ address: String, _ settings: String?) { state.withLock { $0.settings[address] = settings } }

  /// Modules that ignore writes of other settings than these.
  func resist(_ addresses: Set<String>) { state.withLock { $0.stubborn = addresses } }

  /// Another kind than that of all others is in the place of a module.
  func exchange(_ address: String, for kind: String) { state.withLock { $0.kinds[address] = kind } }

  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] {
    settings.keys.sorted().compactMap { ModuleAddress($0) }.map(module)
  }

  func module(at address: ModuleAddress) -> BusModule {
    BusModule(
      address: address, kind: state.withLock { $0.kinds[address.text] } ?? "lens", serial: "1", firmware: "1",
      state: settings[address.text] == nil ? .gone : .ok)
  }

  func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    addresses.map { address in settings[address.text].map { .success(Array($0.utf8)) } ?? .failure(.gone) }
  }

  func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    state.withLock {
      guard !$0.stubborn.contains(address.text) else { return }
      $0.settings[address.text] = String(decoding: configuration, as: UTF8.self)
    }
  }

  func synchronize(_ address: ModuleAddress) throws(ModuleBusError) {
    if settings[address.text] == nil { throw .gone }
  }
}

/// A clock and boots that the test sets.
final class TestTime: TimeSource {
  private let state = Mutex((boot: 1, seconds: Int64(1_000)))

  func restart() { state.withLock { $0 = ($0.boot + 1, 0) } }
  func pass(_ seconds: Int64) { state.withLock { $0.seconds += seconds } }
  func now() -> FileTime { FileTime(seconds: 1_800_000_000, nanoseconds: 0) }
  func sinceBoot() -> FileTime { FileTime(seconds: state.withLock { $0.seconds }, nanoseconds: 0) }
  func bootID() throws(FileError) -> String { "boot \(state.withLock { $0.boot })" }
  func localTime(_ seconds: Int64) -> String { "\(seconds)" }
}
