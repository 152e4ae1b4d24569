import CameraModel
import Testing

struct ModulePlanTests {
  private func inBackup(
    _ address: String, kind: String = "KeypadRFID", serial: String = "1", firmware: String = "1.0",
    isIncluded: Bool = true
  ) -> BackupModule {
    BackupModule(
      ModuleIdentity(address: address, kind: kind, serial: serial, firmware: firmware), isIncluded: isIncluded)
  }

  private func onBus(
    _ address: String, kind: String = "KeypadRFID", serial: String = "1", firmware: String = "1.0",
    state: BusModule.State = .ok
  ) throws -> BusModule {
    BusModule(
      address: try #require(ModuleAddress(address)), kind: kind, serial: serial, firmware: firmware, state: state)
  }

  private func actions(
    _ backup: [BackupModule], _ bus: [BusModule], _ selection: ModuleSelection = ModuleSelection()
  ) -> [String: ModuleAction] {
    let plans = ModulePlan.make(backup: backup, bus: bus, selection)
    return Dictionary(plans.map { ($0.address, $0.action) }, uniquingKeysWith: { _, _ in .same })
  }

  @Test func tellsWhatBecomesOfEach() throws {
    let backup = ["a", "b", "c", "d"].map { inBackup($0) } + [inBackup("e", isIncluded: false)]
    let bus = [
      try onBus("a"), try onBus("b", serial: "2"), try onBus("c", kind: "Info"), try onBus("e"), try onBus("f"),
    ]
    #expect(
      actions(backup, bus)
        == ["a": .restore, "b": .replaced, "c": .otherKind, "d": .missing, "e": .skipped, "f": .notInBackup])
  }

  @Test(arguments: [BusModule.State.failed, .hung]) func triesOneThatDoesNotSayWhatItIs(_ state: BusModule.State) throws
  {
    #expect(actions([inBackup("a")], [try onBus("a", kind: "", serial: "", state: state)]) == ["a": .restore])
  }

  @Test func missesOneThatIsGone() throws {
    #expect(actions([inBackup("a")], [try onBus("a", state: .gone)]) == ["a": .missing])
  }

  @Test func takesOnlyWhatIsChosen() throws {
    let (backup, bus) = (["a", "b", "c"].map { inBackup($0) }, try ["a", "b", "c"].map { try onBus($0) })
    var selection = ModuleSelection()
    selection.only = ["a", "b"]
    selection.skipped = ["b"]
    #expect(actions(backup, bus, selection) == ["a": .restore, "b": .skipped, "c": .skipped])
  }

  @Test func givesOneTheSettingsOfAnother() throws {
    var selection = ModuleSelection()
    selection.pairs = ["a": "b"]
    let plans = ModulePlan.make(
      backup: [inBackup("a"), inBackup("b", serial: "2")], bus: [try onBus("a"), try onBus("b", serial: "2")],
      selection)
    #expect(plans.map(\.address) == ["a", "b"])
    #expect(plans.map(\.source) == [nil, "a"])
    #expect(plans.map(\.action) == [.skipped, .replaced])
  }

  @Test func exchangesTwo() throws {
    var selection = ModuleSelection()
    selection.pairs = ["a": "b", "b": "a"]
    let plans = ModulePlan.make(
      backup: [inBackup("a"), inBackup("b")], bus: [try onBus("a"), try onBus("b")], selection)
    #expect(plans.map(\.source) == ["b", "a"] && plans.allSatisfy(\.action.writes))
  }

  @Test func notesOtherFirmware() throws {
    let plans = ModulePlan.make(
      backup: [inBackup("a"), inBackup("b")], bus: [try onBus("a", firmware: "2.0"), try onBus("b")],
      ModuleSelection())
    #expect(plans.map(\.firmwareDiffers) == [true, false])
  }
}

struct FirmwareVersionTests {
  @Test(arguments: [
    ("5.4.1.7", "5.4.1.10"), ("5.4", "5.4.1"), ("5.4.1.7", "5.5"), ("9", "10"), ("1.0-rc1", "1.0-rc2"), ("", "1"),
    ("MX-V4.7.2.18", "MX-V4.10.0.1"), ("4.7.2.18-r3", "4.7.2.18-r10"),
  ])
  func ordersByNumber(_ older: String, _ newer: String) {
    #expect(FirmwareVersion(older) < FirmwareVersion(newer))
    #expect(!(FirmwareVersion(newer) < FirmwareVersion(older)))
    #expect(FirmwareVersion(older) != FirmwareVersion(newer))
  }

  @Test(arguments: [("5.4.1.7", "5.4.1.7"), ("5.04", "5.4"), ("1-2", "1.2"), ("", "")])
  func takesForTheSame(_ left: String, _ right: String) {
    #expect(FirmwareVersion(left) == FirmwareVersion(right))
  }
}
