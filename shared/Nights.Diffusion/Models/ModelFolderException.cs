namespace Nights.Diffusion.Models;

/// <summary>A model folder cannot be used as it is. The message names the file or graph, what is wrong, and what was expected.</summary>
public sealed class ModelFolderException : Exception
{
    public ModelFolderException(string message) : base(message) { }

    public ModelFolderException(string message, Exception cause) : base(message, cause) { }
}
