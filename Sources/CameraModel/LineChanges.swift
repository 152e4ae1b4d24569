/// Finds which of two sequences of lines differ: the shortest script of Myers' *An O(ND) Difference Algorithm* (1986).
enum LineChanges {
  /// Lines that were replaced by others, by their places in the two sequences; one of the ranges may be empty.
  struct Hunk: Equatable {
    var former: Range<Int>
    var new: Range<Int>
  }

  /// Added and removed lines up to which the script is looked for: time grows with them times the lines, memory with
  /// their square.
  static let limit = 600

  /// - Returns: `nil` when more lines than `limit` differ.
  static func find(from former: [Int32], to new: [Int32]) -> [Hunk]? {
    var search = Search(former, new)
    for steps in 0...min(former.count + new.count, limit) where search.step(steps) { return search.hunks(steps) }
    return nil
  }

  private struct Search {
    let former: [Int32]
    let new: [Int32]
    /// The furthest place in `former` on each diagonal, from -limit-1 to limit+1; -1 for none.
    var furthest: [Int32]
    /// What `furthest` was before each step, from -step to step.
    var trace: [[Int32]] = []
    let middle = LineChanges.limit + 1

    init(_ former: [Int32], _ new: [Int32]) {
      (self.former, self.new) = (former, new)
      furthest = [Int32](repeating: -1, count: 2 * LineChanges.limit + 3)
    }

    /// Goes one added or removed line further on every diagonal.
    ///
    /// - Returns: whether the end of both sequences is reached.
    mutating func step(_ steps: Int) -> Bool {
      trace.append(Array(furthest[(middle - steps)...(middle + steps)]))
      for diagonal in stride(from: -steps, through: steps, by: 2) {
        var at = steps == 0 ? 0 : start(on: diagonal) { Int(furthest[middle + $0]) }?.at ?? -1
        while at >= 0, at < former.count, at - diagonal < new.count, former[at] == new[at - diagonal] { at += 1 }
        furthest[middle + diagonal] = Int32(at)
        if at == former.count, at - diagonal == new.count { return true }
      }
      return false
    }

    /// Where a step to a diagonal leads to: by a removed line from the one below, or an added one from the one above.
    private func start(on diagonal: Int, _ furthest: (Int) -> Int) -> (at: Int, isRemoved: Bool)? {
      let (below, above) = (furthest(diagonal - 1), furthest(diagonal + 1))
      let removed = below >= 0 && below < former.count ? below + 1 : -1
      let added = above >= 0 && above - diagonal <= new.count ? above : -1
      guard max(removed, added) >= 0 else { return nil }
      return removed > added ? (removed, true) : (added, false)
    }

    /// Follows the way back from the end.
    func hunks(_ steps: Int) -> [Hunk] {
      var hunks: [Hunk] = []
      var diagonal = former.count - new.count
      for step in stride(from: steps, to: 0, by: -1) {
        let row = trace[step]
        let found = start(on: diagonal) { abs($0) <= step ? Int(row[$0 + step]) : -1 }
        guard let (begin, isRemoved) = found else { break }
        let place = begin - diagonal
        let hunk =
          isRemoved
          ? Hunk(former: begin - 1..<begin, new: place..<place) : Hunk(former: begin..<begin, new: place - 1..<place)
        if let next = hunks.last, next.former.lowerBound == hunk.former.upperBound,
          next.new.lowerBound == hunk.new.upperBound
        {
          hunks[hunks.count - 1] = Hunk(
            former: hunk.former.lowerBound..<next.former.upperBound, new: hunk.new.lowerBound..<next.new.upperBound)
        } else {
          hunks.append(hunk)
        }
        diagonal += isRemoved ? -1 : 1
      }
      return hunks.reversed()
    }
  }
}
