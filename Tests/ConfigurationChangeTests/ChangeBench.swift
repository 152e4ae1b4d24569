import CameraDevice
import CameraModel
import FileSystem
import FoundationEssentials
import Synchronization
import TestSupport

@testable import ConfigurationChange

/// A configuration on a machine in memory, whose modules may be stubborn.
struct ChangeBench {
  let bus: TestBus
  let time = TestClock()
  let keeper = TestKeeper()
  /// What is done to the journal.
  let steps = Steps()
  let journal: ChangeJournal<NoDetails>
  private let root: any Directory
  private let state: any Directory
  private let machine: Machine

  static func with(_ body: (ChangeBench) throws -> Void) throws { try body(try ChangeBench()) }

  private init() throws {
    let files = MemoryMachine.media(bus: true)
    bus = TestBus(files)
    machine = try MemoryMachine.make(files, bus: bus, clock: time)
    root = try files.openDirectory(at: "/flash")
    state = try files.openDirectory(at: MemoryMachine.state)
    try DurableFile.replace("text", in: try root.openDirectory("config"), with: Array("former".utf8).span)
    journal = ChangeJournal(directory: steps.noting(state, "state"))
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
    try DurableFile.replace("restored", in: state, with: Array("garbage".utf8).span)
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
  private let files: CrashingFileSystem
  private let base: FileBus
  private let state = Mutex((stubborn: Set<String>(), kinds: [String: String]()))

  init(_ files: CrashingFileSystem) {
    self.files = files
    base = FileBus(files: files)
    for module in ["01", "02"] { set(module, "former") }
  }

  private func path(_ address: String) -> String { "\(FileBus.path)/\(address)" }

  var settings: [String: String] {
    let modules = files.names(FileBus.path).map { module in
      (module, String(decoding: files.bytes("\(path(module))/\(FileBus.settings)") ?? [], as: UTF8.self))
    }
    return Dictionary(uniqueKeysWithValues: modules)
  }

  func set(_ address: String, _ settings: String?) {
    guard let settings else { return files.uproot(path(address)) }
    if !files.names(FileBus.path).contains(address) {
      files.plantDirectory(path(address))
      files.plant("\(path(address))/\(FileBus.serial)", Array("1".utf8))
      let kind = state.withLock { $0.kinds[address] } ?? "lens"
      files.plant("\(path(address))/\(FileBus.kind)", Array(kind.utf8))
    }
    files.plant("\(path(address))/\(FileBus.settings)", Array(settings.utf8))
  }

  /// Modules that ignore writes of other settings than these.
  func resist(_ addresses: Set<String>) { state.withLock { $0.stubborn = addresses } }

  /// Another kind than that of all others is at an address, now or once a module is plugged in there.
  func exchange(_ address: String, for kind: String) {
    state.withLock { $0.kinds[address] = kind }
    guard files.names(FileBus.path).contains(address) else { return }
    files.plant("\(path(address))/\(FileBus.kind)", Array(kind.utf8))
  }

  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] {
    try base.modules(leavingOut: leavingOut)
  }
  func module(at address: ModuleAddress) -> BusModule { base.module(at: address) }
  func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    base.configurations(of: addresses)
  }
  func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    if !state.withLock({ $0.stubborn.contains(address.text) }) { try base.write(configuration, to: address) }
  }
  func synchronize(_ address: ModuleAddress) throws(ModuleBusError) { try base.synchronize(address) }
}
