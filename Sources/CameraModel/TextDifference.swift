/// How the lines of two texts differ. Secrets are masked: nothing else is kept.
package struct TextDifference: Sendable, Equatable {
  /// The lines that differ, in the order of the texts; as many as were asked for at most.
  package let lines: [LineDifference]
  /// How many there are in all.
  package let added: Int
  /// Lines that are gone.
  package let removed: Int
  /// Lines that are others.
  package let changed: Int
  /// Whether so much differs that lines were not compared: `removed` and `added` then count the lines that are
  /// replaced.
  package let isReplaced: Bool

  /// How many lines differ; of a text that is replaced, how many lines the longer one has.
  package var count: Int { isReplaced ? max(added, removed) : added + removed + changed }

  /// How many lines that differ are not among `lines`.
  package var leftOut: Int { isReplaced ? 0 : count - lines.count }

  /// Lines of a text that are compared, at most.
  static let lineLimit = 32_768

  /// Compares two files, without their line ends and a byte order mark.
  package init?(from former: [UInt8], to new: [UInt8], _ mask: SecretMask, limit: Int) {
    self.init(from: TextLines(of: former), to: TextLines(of: new), mask, limit: limit)
  }

  /// Compares the lines of two texts without their ends.
  ///
  /// - Parameter limit: lines that are kept.
  /// - Returns: `nil` when no line differs.
  init?(from former: TextLines, to new: TextLines, _ mask: SecretMask, limit: Int) {
    let start = former.commonPrefix(with: new)
    let end = former.commonSuffix(with: new, after: start)
    let (own, other) = (start..<former.count - end, start..<new.count - end)
    guard !own.isEmpty || !other.isEmpty else { return nil }
    guard let hunks = Self.hunks(former, own, new, other) else {
      (lines, added, removed, changed, isReplaced) = ([], other.count, own.count, 0, true)
      return
    }
    let pairs = hunks.map { min($0.former.count, $0.new.count) }
    changed = pairs.reduce(0, +)
    removed = hunks.reduce(0) { $0 + $1.former.count } - changed
    added = hunks.reduce(0) { $0 + $1.new.count } - changed
    isReplaced = false
    lines = LineDifference.make(hunks, former, new, mask, limit: limit)
  }

  private static func hunks(
    _ former: TextLines, _ own: Range<Int>, _ new: TextLines, _ other: Range<Int>
  ) -> [LineChanges.Hunk]? {
    guard own.count <= lineLimit, other.count <= lineLimit else { return nil }
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int32 {
      let next = Int32(numbers.count)
      return numbers[line]
        ?? {
          numbers[line] = next
          return next
        }()
    }
    let (left, right) = (own.map { number(former[$0]) }, other.map { number(new[$0]) })
    return LineChanges.find(from: left, to: right)?.map { hunk in
      LineChanges.Hunk(
        former: hunk.former.lowerBound + own.lowerBound..<hunk.former.upperBound + own.lowerBound,
        new: hunk.new.lowerBound + other.lowerBound..<hunk.new.upperBound + other.lowerBound)
    }
  }
}

/// A line that differs.
package struct LineDifference: Sendable, Equatable {
  /// The number of the line from 1: in the second text when it was added, else in the first.
  package let number: Int
  /// The line as it is shown; `nil` when it was added.
  package let former: String?
  /// `nil` when it was removed.
  package let new: String?

  /// How it changed.
  package var change: SectionDifference.Change {
    former == nil ? .added : new == nil ? .removed : .changed
  }

  private init(number: Int, former: String?, new: String?) {
    self.number = number
    if let former, let new {
      let cut = LongText.cut(former, new)
      (self.former, self.new) = (cut.previous, cut.new)
    } else {
      (self.former, self.new) = (former.map { LongText.cut($0) }, new.map { LongText.cut($0) })
    }
  }

  fileprivate static func make(
    _ hunks: [LineChanges.Hunk], _ former: TextLines, _ new: TextLines, _ mask: SecretMask, limit: Int
  ) -> [LineDifference] {
    var places: [(Int?, Int?)] = []
    for hunk in hunks {
      for offset in 0..<max(hunk.former.count, hunk.new.count) where places.count < limit {
        places.append(
          (
            offset < hunk.former.count ? hunk.former.lowerBound + offset : nil,
            offset < hunk.new.count ? hunk.new.lowerBound + offset : nil
          ))
      }
    }
    let own = former.shown(Set(places.compactMap(\.0)), mask)
    let other = new.shown(Set(places.compactMap(\.1)), mask)
    return places.map { left, right in
      LineDifference(
        number: left.map(former.number) ?? right.map(new.number) ?? 0, former: left.flatMap { own[$0] },
        new: right.flatMap { other[$0] })
    }
  }
}
