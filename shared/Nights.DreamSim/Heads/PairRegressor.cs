using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Heads;

/// <summary>From a cosine to a similarity: sigmoid(fc2(relu(fc1(cosine)))), the share of people who would call two pictures the same. (batch) to (batch), in [0, 1].</summary>
internal sealed class PairRegressor : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;

    public PairRegressor(int hidden) : base(nameof(PairRegressor))
    {
        fc1 = nn.Linear(1, hidden);
        fc2 = nn.Linear(hidden, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor cosine)
    {
        using var scope = NewDisposeScope();
        return sigmoid(fc2.forward(nn.functional.relu(fc1.forward(cosine.unsqueeze(-1))))).squeeze(-1).MoveToOuterDisposeScope();
    }
}
