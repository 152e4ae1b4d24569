/// Whether a change can be undone.
package struct UndoNote: Sendable, Equatable {
  /// Which change; `nil` in records of earlier versions.
  package let change: ChangeID?
  /// It changed modules alone.
  package let isModulesOnly: Bool
  /// Why it cannot; `nil` when it can.
  package let problem: UndoProblem?

  init(of change: ChangeID?, isModulesOnly: Bool, problem: UndoProblem? = nil) {
    self.change = change
    self.isModulesOnly = isModulesOnly
    self.problem = problem
  }
}

/// Why the previous configuration could not be kept, as its keeper records it. Records of earlier versions have a
/// sentence in place of the code, and no detail.
package struct UndoProblem: Sendable, Equatable {
  /// A word of the keeper.
  package let code: String
  /// The path or name that it is about; `nil` for none.
  package let file: String?
  /// The system's error number, as `ENOSPC`; `nil` for none.
  package let number: Int32?
  /// A word of the keeper that tells causes with the same code apart; `nil` for none.
  package let detail: String?

  /// See the properties.
  package init(code: String, file: String? = nil, number: Int32? = nil, detail: String? = nil) {
    self.code = code
    self.file = file
    self.number = number
    self.detail = detail
  }
}

extension UndoNote: Codable {
  private enum CodingKeys: String, CodingKey {
    case change, isModulesOnly, problem, file, number, detail
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    change = try values.decodeIfPresent(ChangeID.self, forKey: .change)
    isModulesOnly = try values.decode(Bool.self, forKey: .isModulesOnly)
    guard let code = try values.decodeIfPresent(String.self, forKey: .problem) else {
      problem = nil
      return
    }
    problem = UndoProblem(
      code: code, file: try values.decodeIfPresent(String.self, forKey: .file),
      number: try values.decodeIfPresent(Int32.self, forKey: .number),
      detail: try values.decodeIfPresent(String.self, forKey: .detail))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(change, forKey: .change)
    try values.encode(isModulesOnly, forKey: .isModulesOnly)
    try values.encodeIfPresent(problem?.code, forKey: .problem)
    try values.encodeIfPresent(problem?.file, forKey: .file)
    try values.encodeIfPresent(problem?.number, forKey: .number)
    try values.encodeIfPresent(problem?.detail, forKey: .detail)
  }
}
