using Npgsql;

namespace Nights.Crowd.Database;

/// <summary>
/// Runs a transaction again when PostgreSQL ended it in favour of another (deadlock, serialisation, a key that the other has just taken). Locks are taken in one order
/// everywhere (participant, page, triplets by id, slots by id, campaign last), so this is the belt beside the braces.
/// </summary>
internal static class Attempts
{
    private const int Limit = 3;

    public static async Task<T> Run<T>(Func<Task<T>> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (PostgresException fault) when (attempt < Limit && fault.SqlState
                is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation)
            {
                // The other transaction has won and is gone; ours starts afresh from what it left.
            }
        }
    }
}
