using Microsoft.Extensions.Options;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Npgsql;

namespace Nights.Crowd.Answers;

/// <summary>
/// Where answers come in. One that finds a free place is stored at once; those that come while all places are taken wait, and are stored together in the next
/// transaction. So batches grow out of load, and without load nobody waits: there is no timer. Answers of one participant follow each other.
/// What the desk has taken in is stored, or its caller is told that it is not, whatever becomes of its neighbours; also when the caller has gone.
/// </summary>
internal sealed class AnswerDesk(StoreAnswers store, IOptions<CrowdOptions> options, CrowdMeter meter) : IAsyncDisposable
{
    /// <summary>Answers that may wait: some seconds' work. More are refused, and their pages send them again.</summary>
    public const int Room = 4096;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> queue = [];
    private readonly HashSet<Guid> atWork = [];
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int places = options.Value.AnswersAtOnce;
    private bool closed;

    private sealed record Waiting(GivenAnswer Given)
    {
        public Guid Participant => Given.Caller.ParticipantId;
        public TaskCompletionSource<AnswerResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <returns>The answer's result, once it is committed.</returns>
    /// <exception cref="OperationCanceledException">The caller does not wait any longer; the answer is stored all the same.</exception>
    /// <exception cref="ObjectDisposedException">The service is stopping.</exception>
    public Task<AnswerResult> Store(HitCaller caller, Answer answer, CancellationToken cancel)
    {
        var waiting = new Waiting(new GivenAnswer(caller, answer));
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (queue.Count >= Room) return Task.FromResult(AnswerResult.Of(AnswerRefused.Busy));
            queue.AddLast(waiting);
            if (places > 0)
            {
                places--;
                // Apart from the caller's context: what is stored next is not part of this call.
                ThreadPool.UnsafeQueueUserWorkItem(static desk => _ = desk.Serve(), this, preferLocal: false);
            }
        }

        return waiting.Result.Task.WaitAsync(cancel);
    }

    /// <summary>Takes nothing more in, and waits until all that was taken in has its result.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
            if (places == options.Value.AnswersAtOnce) empty.TrySetResult();
        }

        await empty.Task;
    }

    /// <summary>Stores what waits until nothing does.</summary>
    private async Task Serve()
    {
        while (Take() is { Count: > 0 } together)
        {
            meter.AnswersTogether(together.Count);
            await Settle(together);
            lock (gate) foreach (var one in together) atWork.Remove(one.Participant);
            // Behind the calls that have arrived meanwhile and not been looked at yet: theirs go along.
            await Task.Yield();
        }
    }

    /// <summary>The first of those whose participant has no answer at work. Empty when there is none, and then the place is free again.</summary>
    private List<Waiting> Take()
    {
        var together = new List<Waiting>();
        lock (gate)
        {
            for (var node = queue.First; node is not null && together.Count < options.Value.AnswersTogether;)
            {
                var (one, next) = (node.Value, node.Next);
                if (atWork.Add(one.Participant))
                {
                    together.Add(one);
                    queue.Remove(node);
                }

                node = next;
            }

            if (together.Count is 0 && ++places == options.Value.AnswersAtOnce && closed) empty.TrySetResult();
        }

        return together;
    }

    /// <summary>All together; whoever has no result then, because of a neighbour or of themselves, alone.</summary>
    private async Task Settle(List<Waiting> together)
    {
        if (together.Count > 1)
        {
            try
            {
                var results = await store.Run(together.ConvertAll(one => one.Given), CancellationToken.None);
                for (var i = 0; i < together.Count; i++) if (results[i] is { } result) together[i].Result.TrySetResult(result);
            }
            catch (Exception fault) when (fault is PostgresException or not NpgsqlException)
            {
                // One of them is at fault, or another transaction was in their way: alone they are stored, or fail for themselves.
            }
            catch (NpgsqlException lost)
            {
                foreach (var one in together) one.Result.TrySetException(lost);
            }
        }

        foreach (var one in together)
        {
            if (one.Result.Task.IsCompleted) continue;
            try
            {
                one.Result.TrySetResult((await Attempts.Run(() => store.Run([one.Given], CancellationToken.None)))[0]!);
            }
            catch (Exception fault)
            {
                one.Result.TrySetException(fault);
            }
        }
    }
}
