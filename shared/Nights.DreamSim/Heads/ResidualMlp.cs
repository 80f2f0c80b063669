using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Heads;

/// <summary>A perceptron with one hidden layer added to its input: x + fc2(relu(fc1(x))). (batch, width) to the same.</summary>
internal sealed class ResidualMlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;

    public ResidualMlp(int width, int hidden) : base(nameof(ResidualMlp))
    {
        fc1 = nn.Linear(width, hidden);
        fc2 = nn.Linear(hidden, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (x + fc2.forward(nn.functional.relu(fc1.forward(x)))).MoveToOuterDisposeScope();
    }
}
