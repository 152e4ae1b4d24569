/// Does `body`, and throws in place of an error of its kind what `transform` makes of it.
///
/// A closure says what it throws: `() throws(FileError) in`. What it returns may be a value that is not copied, as a
/// secret.
package func mapError<Result: ~Copyable, From, To>(
  _ transform: (From) -> To, _ body: () throws(From) -> Result
) throws(To) -> Result {
  do {
    return try body()
  } catch {
    throw transform(error)
  }
}

/// The same for one expression, whose error need not be named.
@discardableResult
package func mapError<Result: ~Copyable, From, To>(
  _ transform: (From) -> To, _ body: @autoclosure () throws(From) -> Result
) throws(To) -> Result {
  do {
    return try body()
  } catch {
    throw transform(error)
  }
}
