internal import FileSystem

/// What becomes of operations that were not synchronised when the power goes off.
package enum Damage: String, CaseIterable, Sendable {
  /// All of them survive, as when only the process was killed.
  case kept
  /// None of them survives.
  case dropped
  /// Some survive, files and entries independently of each other. A rename happens whole or not, and changes of one
  /// name keep their order.
  case reordered
  /// They survive up to some sector of 512 bytes; files may have their later length over zeros or remnants.
  case torn
  /// Sectors that were being written hold the old bytes, the new ones or noise; growing files end in noise.
  case garbage

  /// Whether there is more than one outcome.
  package var isSeeded: Bool {
    switch self {
    case .kept, .dropped: false
    case .reordered, .torn, .garbage: true
    }
  }
}

extension Node {
  /// What a power cut leaves of attributes that were set; they are on the medium together or not at all.
  fileprivate func damagedAttributes(_ damage: Damage, using generator: inout SeededGenerator) -> Attributes {
    guard attributes != durableAttributes else { return attributes }
    switch damage {
    case .kept: return attributes
    case .dropped: return durableAttributes
    case .reordered, .torn, .garbage: return generator.oneIn(2) ? attributes : durableAttributes
    }
  }
}

extension CrashingState {
  /// Turns the power off and on.
  ///
  /// - Parameter only: the tree that is damaged; `nil` means all.
  mutating func crash(_ damage: Damage, seed: UInt64, only: Int?) {
    generator = SeededGenerator(seed: seed)
    for index in nodes.indices where !nodes[index].isSynced {
      let damage = only == nil || only == nodes[index].tree ? damage : .kept
      nodes[index].contents = FileContents(durable: nodes[index].contents.damaged(damage, using: &generator))
      nodes[index].setDurably(nodes[index].damagedAttributes(damage, using: &generator))
      nodes[index].listing.restart(from: nodes[index].listing.damaged(damage, using: &generator))
    }
    dropUnreachable()
    startCounting()
    trace.append(TraceLine(note: "power cut: \(damage), seed \(seed)"))
  }

  /// Counts entries and room again, and empties what no entry refers to.
  private mutating func dropUnreachable() {
    for index in nodes.indices {
      nodes[index].links = 0
      nodes[index].handles = 0
      nodes[index].lockOwner = nil
    }
    var open = trees.map(\.root)
    for root in open { nodes[root].links = 1 }
    while let directory = open.popLast() {
      for entry in nodes[directory].listing.visible {
        nodes[entry.node].links += 1
        if nodes[entry.node].kind == .directory, nodes[entry.node].links == 1 { open.append(entry.node) }
      }
    }
    for index in nodes.indices where nodes[index].links == 0 {
      nodes[index].contents = FileContents()
      nodes[index].listing.restart(from: [])
    }
    countRoom()
  }

  /// A new process: nothing counted, nothing to fail.
  mutating func startCounting() {
    calls = 0
    changes = 0
    stop = nil
    stops = nil
    isOff = false
    faults = []
    pull = nil
    hasFailed = false
  }

  mutating func noteFailure(_ code: Int32) {
    guard !trace.isEmpty else { return }
    trace[trace.count - 1].code = code
  }
}
